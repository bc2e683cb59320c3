"""A minimal valid project: one library, one region, two zones, two plants, one scenario."""

from __future__ import annotations

from pathlib import Path

SCENARIO = "scenarios/tiny.yaml"
LIBRARY = "scenarios/library"
REGION = "geodata/tiny"

FILES: dict[str, str] = {
    SCENARIO: """\
format: 1
name: tiny
title: {en: Tiny, zh: 小例}
region: tiny
objective:
  - maximize: utilization_rate
    slack: 0.2 %
  - minimize: net_cost
borders:
  - {from: East, to: 西省, class: general, rule: filing, surcharge: 2 CNY/t}
limits:
  - {cap: net_cost, at: 900 million CNY/yr}
  - {floor: utilization_rate, province: 西省, at: 10 %}
change:
  - table: lines
    where: {technology: mill}
    scale: {capacity: 1.5}
""",
    f"{LIBRARY}/materials.csv": """\
id,name_en,name_zh,kind,waste_class,family,moisture,purchase_price [CNY/t],storage_cost
slag,Slag,矿渣,waste,general_I,slag,5 %,,20 CNY/t
tailings,Tailings,尾矿,waste,general_I,tailings,10 %,,15 元/吨
sludge,Sludge,污泥,residue,general_II,sludge,0.2,,30 CNY/t
clinker,Clinker,熟料,virgin,,,,240,
cement,Cement,水泥,product,,cement,,,
brick,Brick,砖,product,,brick,,,
""",
    f"{LIBRARY}/technologies.csv": """\
id,name_en,name_zh,family,tier,counting
mill,Cement mill,水泥粉磨,cement,medium,product
brickworks,Brickworks,砖厂,brick,low,product
""",
    f"{LIBRARY}/recipes.csv": """\
id,technology,name_en,name_zh,activity,cost,electricity
blend,mill,Blended cement,复合水泥,product,40 CNY/t,40 kWh/t
bake,brickworks,Fired brick,烧结砖,feed,60 CNY/t,25 kWh/t
""",
    f"{LIBRARY}/inputs.csv": """\
recipe,material,min,max,typical
blend,clinker,50 %,80 %,60 %
blend,slag,20 %,50 %,40 %
bake,tailings,60 %,90 %,80 %
bake,slag,10 %,40 %,20 %
""",
    f"{LIBRARY}/groups.csv": """\
recipe,group,materials,min,max
blend,all,clinker; slag,100 %,100 %
bake,all,tailings; slag,100 %,100 %
""",
    f"{LIBRARY}/yields.csv": """\
recipe,material,per,amount
blend,cement,activity,100 %
bake,brick,activity,95 %
bake,sludge,tailings,5 %
""",
    f"{LIBRARY}/composition.csv": """\
material,property,value
slag,SiO2,35 %
tailings,SiO2,60 %
tailings,Pb,800 mg/kg
""",
    f"{LIBRARY}/quality.csv": """\
id,recipes,materials,scope,formula,name_en
lead,bake,tailings,blend,Pb <= 0.001*mass,Lead in the feed
""",
    f"{LIBRARY}/modes.csv": """\
id,name_en,name_zh,medium,tariff,tariff_low,tariff_high,handling,co2
road,Truck,公路,road,0.5 元/吨·公里,0.4 CNY/t/km,0.6 CNY/t/km,8 CNY/t,0.08 kg/t/km
water,Barge,水运,water,0.1 CNY/t/km,,,20 CNY/t,0.02 kg/t/km
""",
    f"{LIBRARY}/parameters.csv": """\
id,value,value_low,value_high
circuity,1.3,1.2,1.4
discount_rate,8 %,,
""",
    f"{REGION}/areas.csv": """\
id,level,name_en,name_zh,parent
East,province,East Province,东省,
West,province,West Province,西省,
eastby,city,Eastby,东城,East
westby,city,Westby,西城,West
""",
    f"{REGION}/zones.csv": """\
id,name_en,name_zh,city,province,lon,lat,industry
z1,East Mine,东矿,eastby,East,115.1,30.1,mine
z2,West Smelter,西厂,westby,West,115.9,30.2,smelter
""",
    f"{REGION}/generation.csv": """\
zone,material,amount [kt/yr],amount_low,amount_high,source,year,confidence
z1,tailings,200,180 kt/yr,22 万吨/年,A yearbook,2023,published
z1,slag,30,,,,,
z2,slag,100,90 kt/yr,0.12 Mt/a,A yearbook,2023,published
""",
    f"{REGION}/legacy.csv": """\
zone,material,stock,yearly_limit,reclaim_cost
z1,tailings,5 Mt,1 %/yr,6 CNY/t
""",
    f"{REGION}/plants.csv": """\
id,name_en,name_zh,city,province,lon,lat
p1,East Bricks,东砖,eastby,East,115.2,30.1
p2,West Cement,西水泥,westby,West,115.8,30.2
""",
    f"{REGION}/lines.csv": """\
id,plant,technology,capacity,capacity_low,capacity_high,availability,status,source,confidence
l1,p1,brickworks,120 kt/yr,100 kt/yr,150 kt/yr,90 %,operating,A permit,published
l2,p2,mill,200 kt/yr,,,85 %,operating,A permit,published
""",
    f"{REGION}/sinks.csv": """\
id,name_en,name_zh,city,province,lon,lat,kind,owner_zone,accepts,capacity,fee
pond,East pond,东库,eastby,East,115.1,30.1,pond,z1,tailings,,5 CNY/t
tip,West tip,西填埋场,westby,West,115.9,30.3,landfill,,,500 kt/yr,40 CNY/t
""",
    f"{REGION}/markets.csv": """\
id,name_en,name_zh,product,area,max,price
cement_west,Cement in the west,西省水泥,cement,West,400 kt/yr,300 CNY/t
brick_all,Bricks,砖,brick,,,150 CNY/t
""",
    f"{REGION}/terminals.csv": """\
id,name_en,name_zh,city,province,lon,lat,mode,chainage
port_east,East port,东港,eastby,East,115.15,30.15,water,80 km
port_west,West port,西港,westby,West,115.85,30.15,water,12 km
""",
    f"{REGION}/links.csv": """\
origin,destination,mode,km
z1,p1,road,12 km
z2,p2,road,15 km
z1,p2,road,95 km
""",
}
"""File, relative to the project -> text."""


def make_project(path: Path, **overrides: str | None) -> Path:
    """Write the project to `path` and return its scenario file.

    `overrides` replaces files by table name (`lines="id,…"`) or the scenario (`scenario="…"`);
    None leaves the file out. A table that the project does not have goes to the region.
    """
    files: dict[str, str | None] = dict(FILES)
    places = {Path(file).stem: file for file in FILES} | {"scenario": SCENARIO}
    for name, text in overrides.items():
        files[places.get(name, f"{REGION}/{name}.csv")] = text
    for file, text in files.items():
        if text is not None:
            (path / file).parent.mkdir(parents=True, exist_ok=True)
            (path / file).write_text(text, encoding="utf-8", newline="")
    return path / SCENARIO
