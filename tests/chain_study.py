"""Two provinces, a flotation whose tailings go over the border into backfill: sums by hand."""

from __future__ import annotations

TABLES = {
    "materials": """\
id,name_en,name_zh,kind,waste_class,family,storage_cost [CNY/t],tax [CNY/t]
slag,Slag,炉渣,waste,general_I,slag,20,25
ash,Ash,,waste,general_II,ash,10,25
tail,Tailings,,residue,general_I,slag,15,15
conc,Concentrate,,product,,metal,,
fill,Fill,,product,,fill,,
brick,Brick,,product,,wall,,
""",
    "technologies": """\
id,name_en,tier,counting
flot,Flotation,high,product
paste,Paste fill,low,backfill
bricks,Brickworks,medium,product
""",
    "recipes": """\
id,technology,name_en,activity,cost [CNY/t]
flot,flot,Flotation,feed,50
paste,paste,Paste,product,8
bricks,bricks,Bricks,product,30
""",
    "inputs": "recipe,material,min,max\nflot,slag,1,1\npaste,tail,1,1\nbricks,ash,1,1\n",
    "yields": """\
recipe,material,per,amount
flot,conc,slag,0.1
flot,tail,slag,0.9
paste,fill,activity,1
bricks,brick,activity,1
""",
    "modes": "id,name_en,medium,tariff [CNY/t/km]\ntruck,Truck,road,0.5\n",
    "areas": """\
id,level,name_en,name_zh,parent
A,province,Province A,甲省,
B,province,Province B,,
a1,city,City A,,A
b1,city,City B,,B
""",
    "names": """\
level,id,city,name_en,name_zh
county,North,a1,,城北区
basin,Long River,,,长河
industry,smelter,,Smelters,冶炼
""",
    "zones": """\
id,name_en,city,county,province,owner,basin,industry
z1,Zone 1,a1,North,A,Works,Long River,smelter
z2,Zone 2,b1,North,B,,Long River,power
""",
    "generation": "zone,material,amount [kt/yr]\nz1,slag,100\nz2,ash,50\n",
    "plants": """\
id,name_en,city,county,province,owner,basin
p1,Plant 1,a1,South,A,Works,Long River
p2,Plant 2,b1,North,B,Others,
""",
    "lines": """\
id,plant,technology,capacity [kt/yr]
flot,p1,flot,100
paste,p2,paste,60
bricks,p2,bricks,60
""",
    "markets": """\
id,name_en,product,price [CNY/t]
m1,Concentrate,conc,900
m2,Fill,fill,0
m3,Bricks,brick,60
""",
    "gate_prices": """\
material,technology,province,price [CNY/t],haul_paid_by
slag,,,40,taker
slag,,B,70,taker
tail,,,12,taker
tail,paste,,-6,generator
ash,,B,9,taker
ash,bricks,,-4,generator
ash,bricks,B,-2,generator
""",
    "links": """\
origin,destination,mode,km [km],cost [CNY/t]
z1,p1,truck,10,1
p1,p2,truck,20,5
z2,p2,truck,30,2
""",
}
"""100 kt of slag: 10 stay as concentrate, 60 of 90 kt of tailings fill a mine, 30 are stored."""
SCENARIO = {
    "objective": [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}],
    "borders": [{"from": "A", "to": "B", "rule": "filing", "surcharge": "3 CNY/t"}],
}
