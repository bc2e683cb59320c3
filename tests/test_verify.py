"""The verification of written results: it passes what is right and names what is not."""

from __future__ import annotations

import ast
import csv
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sim.loader import write_inputs
from sim.results.write import write_tables
from sim.rules.families import words_of_check
from sim.say import WORDS
from sim.scenario.document import BorderRule, Limit, Scenario
from sim.verify.formula import evaluate
from sim.verify.tally import Tally
from sim.verify.verify import CHECKS, FIRST, summarize_failures, verify
from tests.study import solve_study

TABLES = {
    "materials": """\
id,name_en,kind,waste_class,family,moisture,purchase_price [CNY/t],purchase_co2,displaced_co2,\
storage_cost [CNY/t],tax [CNY/t]
slag,Slag,waste,general_I,slag,0.1,,,,10,25
ash,Ash,waste,general_II,ash,,,,,20,25
acid,Acid sludge,waste,hazardous,acid,0.3,,,,100,1000
tail,Tailings,residue,general_I,slag,0.1,,,,15,25
fines,Fines,residue,general_II,slag,0.2,,,,9,25
clk,Clinker,intermediate,,clinker,,250,0.85,,,
cem,Cement,product,,cement,,,,0.7,,
conc,Concentrate,product,,metal,,,,,,
sand,Sand,product,,sand,,,,0.002,,
fill,Fill,product,,fill,,,,,,
heat,Heat,product,,heat,,,,,,
""",
    "gate_prices": """\
material,technology,province,price [CNY/t],haul_paid_by
slag,,,30,taker
slag,flot,B,45,generator
ash,,,-5,generator
ash,burn,,8,taker
tail,,B,-3,generator
clk,,,200,taker
""",
    "composition": """\
material,producer,property,value
slag,,Zn,0.05 %
slag,z2,Zn,0.5 %
tail,,Zn,0.9 %
fines,p3,Zn,0.2 %
ash,,Fe,5 %
ash,z3,Fe,20 %
ash,,Ra,80 Bq/kg
""",
    "technologies": """\
id,name_en,tier,counting,capex [CNY/(t/yr)],life [yr]
mill,Mill,medium,product,200,20
flot,Flotation,high,product,,
sort,Sorting,low,product,120,15
paste,Paste fill,low,backfill,,
burn,Burner,low,none,,
pit,Pit,low,restoration,,
""",
    "recipes": """\
id,technology,name_en,activity,cost [CNY/t],process_co2
mill,mill,Mill,product,40,0.02
mill2,mill,Mill without ash,product,42,0.02
flot,flot,Flotation,feed,50,0.03
sort,sort,Sorting,feed,20,0.01
paste,paste,Paste,product,15,0.01
burn,burn,Burning,feed,10,0.2
pit,pit,Pit,product,4,
""",
    "inputs": """\
recipe,material,min,max,co2
mill,clk,0.5,0.9,
mill,slag,0,0.3,
mill,ash,0,0.2,
mill,tail,0,0.2,
mill,fines,0,0.1,
mill2,clk,0.6,0.9,
mill2,slag,0,0.4,
flot,slag,1,1,
sort,tail,1,1,
paste,slag,0.6,1,
paste,ash,0,0.4,
burn,ash,1,1,0.1
pit,fines,0,1,
pit,ash,0,1,
""",
    "groups": """\
recipe,group,materials,min,max
mill,all,clk; slag; ash; tail; fines,1,1
mill,admixture,slag; ash; tail; fines,0.1,0.45
mill2,all,clk; slag,1,1
paste,all,slag; ash,1,1
pit,all,fines; ash,1,
""",
    "yields": """\
recipe,material,per,amount
mill,cem,activity,1
mill2,cem,activity,1
flot,conc,slag,0.05
flot,tail,slag,0.95
sort,sand,tail,0.6
sort,fines,tail,0.4
paste,fill,activity,1
burn,heat,activity,0.5
pit,fill,activity,1
""",
    "quality": """\
id,recipes,materials,scope,formula,name_en
zn,mill; mill2,,blend,Zn <= 0.0008*activity,Zinc in cement
ra,mill,,blend,Ra - 100*mass <= 0*activity,Radium
fe,mill,ash,lot,Fe <= 0.1*mass,Iron in ash
""",
    "modes": """\
id,name_en,medium,tariff [CNY/t/km],handling [CNY/t],fixed [CNY/t],minimum_charge [CNY/t],\
co2 [kg/t/km],reach_min [km],reach [km],access_reach [km]
truck,Truck,road,0.35,7,,3,0.078,,150,
barge,Barge,water,0.04,18,2,,0.015,50,,60
rail,Rail,rail,0.1,12,,,0.01,,,40
""",
    "parameters": "id,value\ncarbon_price,50 CNY/t\ndiscount_rate,8 %\n",
    "areas": """\
id,level,name_en,parent
A,province,A,
B,province,B,
a1,city,A one,A
a2,city,A two,A
b1,city,B one,B
""",
    "zones": """\
id,name_en,city,province,industry,owner,basin,role,lon,lat
z1,Zone 1,a1,A,mine,Works,river,core,115,30
z2,Zone 2,b1,B,smelter,=Works,river,core,116.5,30
z3,Zone 3,a2,A,power,,,core,115.3,30.1
z4,Zone 4,b1,B,mine,,,neighbour,116.6,30.1
""",
    "generation": """\
zone,material,amount [kt/yr],stored_max
z1,slag,60,
z1,ash,80,1
z2,slag,50,
z2,acid,5,
z3,ash,30,
z4,slag,40,
""",
    "legacy": """\
zone,material,stock [kt],yearly_limit [1/yr],reclaim_cost [CNY/t]
z1,slag,1000,0.03,5
""",
    "plants": """\
id,name_en,city,province,role,lon,lat
p1,Plant 1,a1,A,core,115.1,30.05
p2,Plant 2,b1,B,core,116.6,30.05
p3,Plant 3,a2,A,core,115.4,30.05
p4,Plant 4,b1,B,neighbour,116.4,30.2
""",
    "lines": """\
id,plant,technology,capacity [kt/yr],availability,min_load,status,only_zones,recipes
l1,p1,mill,200,0.9,,operating,,mill
l2,p2,flot,60,,0.2,operating,,
l3,p2,mill,100,,0.5,operating,,
l4,p3,sort,40,,,added,,
l5,p3,paste,30,,,operating,z1,
l6,p2,mill,500,,,planned,,
l7,p3,burn,20,,,operating,,
l8,p4,mill,500,,,operating,,
l9,p1,pit,6,,,operating,,
""",
    "purchases": "plant,material,price [CNY/t],max [kt/yr]\np1,clk,250,1000\n",
    "sinks": """\
id,name_en,city,province,kind,lon,lat,owner_zone,owner_plant,accepts,capacity [kt/yr],fee [CNY/t]
s1,Pond of zone 1,a1,A,pond,115,30,z1,,slag; ash,500,8
s2,Pond of plant 2,b1,B,pond,116.6,30.05,,p2,tail,10,12
s3,Landfill,b1,B,landfill,116.7,30.1,,,tail; fines; ash,30,3
""",
    "markets": """\
id,name_en,product,area,group,min [kt/yr],max [kt/yr],group_max [kt/yr],price [CNY/t],lon,lat
mc1,Cement A,cem,A,g,20,150,250,360,,
mc2,Cement,cem,,g,,200,250,340,,
mk,Concentrate,conc,,,,,,1000,,
ms,Sand,sand,A,,,,,60,115.6,30.2
mf,Fill,fill,a2,,,28,,5,,
mg,Fill elsewhere,fill,a1,,,,,0,,
mh,Heat,heat,,,,,,30,,
""",
    "terminals": """\
id,name_en,province,mode,chainage [km],capacity [kt/yr],lon,lat
t1,Port 1,A,barge,0,24,115.02,30.02
t2,Port 2,B,barge,160,,116.52,30.02
r1,Station 1,A,rail,,,115.05,30.02
r2,Station 2,B,rail,,,116.45,30.02
""",
    "links": """\
origin,destination,mode,km [km],cost [CNY/t],both_ways,capacity [kt/yr]
z1,p3,truck,42,9,true,500
p3,p1,truck,30,,true,
r1,r2,rail,170,,true,
""",
}
"""Two provinces with every kind of thing: old stock, own compositions, reserved and idle lines,
a chain of residues over three plants, own and open sinks, barges, links, quotas."""
SCENARIO: dict[str, Any] = {
    "name": "rich",
    "roles": ["core"],
    "tax_storage": True,
    "modes": ["truck", "barge"],
    "objective": [{"maximize": "utilization_rate", "slack": "0.2 %"}, {"minimize": "net_cost"}],
    "borders": [
        {
            "from": "A",
            "to": "any",
            "class": "general",
            "rule": "filing",
            "quota": "20 kt/yr",
            "surcharge": "2 CNY/t",
        },
        {"from": "B", "to": "A", "material": "tail", "rule": "approval", "quota": "18 kt/yr"},
        {"from": "b1", "to": "any", "class": "general", "rule": "closed", "purpose": "disposal"},
    ],
    "limits": [
        {"cap": "net_co2", "at": "500 kt/yr"},
        {"floor": "gross_utilization_rate", "at": "20 %"},
    ],
}
SCOPED = [
    {"floor": "utilization_rate", "province": "B", "at": "45 %"},
    {"cap": "uptake", "material": "slag", "at": "95 kt/yr"},
    {"floor": "gross_utilization_rate", "zone": "z3", "at": "10 %"},
]


@dataclass(frozen=True)
class Run:
    """A results folder and the scenario it answers."""

    folder: Path
    scenario: Scenario

    def copy(self, to: Path) -> Run:
        shutil.copytree(self.folder, to)
        return Run(to, self.scenario)

    def checks(self) -> dict[str, dict[str, Any]]:
        return {check["name"]: check for check in verify(self.folder, self.scenario)["checks"]}

    def failed(self) -> dict[str, dict[str, Any]]:
        return {name: check for name, check in self.checks().items() if not check["passed"]}


def make_run(folder: Path, scenario: dict[str, Any], tables: dict[str, str] = TABLES) -> Run:
    solved = solve_study(folder, tables, scenario)
    results = folder / "out"
    results.mkdir()
    write_tables(solved.tables, results)
    write_inputs(solved.case, results)
    return Run(results, solved.case.scenario)


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A right result in which every part of the programme is at work."""
    return make_run(tmp_path_factory.mktemp("rich"), SCENARIO)


@pytest.fixture(scope="module")
def scoped(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A right result with limits on a province, a zone and a material."""
    return make_run(tmp_path_factory.mktemp("scoped"), {**SCENARIO, "limits": SCOPED})


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A right result of a region in which lines are opened or not, and may grow."""
    head, *rows = TABLES["lines"].splitlines()
    costs = [f"{row},{'1 million CNY/yr' if row.startswith('l4') else ''}" for row in rows]
    tables = {**TABLES, "lines": "\n".join([f"{head},fixed_cost", *costs]) + "\n"}
    expand = [{"where": {"id": "l1"}, "up_to": "50 %", "cost": "20 CNY/(t/yr)"}]
    floor = {"floor": "capacity_built", "at": "10 kt/yr"}
    scenario = {**SCENARIO, "expand": expand, "limits": [*SCENARIO["limits"], floor]}
    return make_run(tmp_path_factory.mktemp("grown"), scenario, tables)


def read_rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or []), list(reader)


def write_rows(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


Row = dict[str, str]


def edit(run: Run, file: str, where: str, change: str) -> None:
    """Change the rows `zone=z1 material=ash` of a CSV file: `amount=5`, `amount=*1.1`, `drop`."""
    path = run.folder / f"{file}.csv"
    header, rows = read_rows(path)
    column_of = {name.partition(" [")[0]: name for name in header}
    keys = dict(part.split("=") for part in where.split())
    hit = [r for r in rows if all(r[column_of[k]] == v for k, v in keys.items())]
    assert hit, f"no row {where} in {file}.csv"
    if change == "drop":
        rows = [row for row in rows if row not in hit]
    else:
        name, text = change.split("=", 1)
        for row in hit:
            old = row[column_of[name]]
            row[column_of[name]] = repr(float(old) * float(text[1:])) if text[:1] == "*" else text
            assert row[column_of[name]] != old, f"{change} changes nothing"
    write_rows(path, header, rows)


def edit_summary(run: Run, change: Callable[[dict[str, Any]], None]) -> None:
    path = run.folder / "summary.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


# -- what is right -----------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["rich", "scoped", "grown"])
def test_right_results_pass(which: str, request: pytest.FixtureRequest) -> None:
    """A right result passes every check, each far inside its tolerance."""
    run: Run = request.getfixturevalue(which)
    report = verify(run.folder, run.scenario)
    assert report["format"] == 1
    assert report["passed"], summarize_failures(report)
    assert [check["name"] for check in report["checks"]] == [*FIRST, *CHECKS]
    assert all(check["where"] == "" for check in report["checks"])
    assert max(check["worst"] for check in report["checks"]) < 1e-7
    assert summarize_failures(report) == []
    json.dumps(report, allow_nan=False)


def test_every_check_compares_something(rich: Run, grown: Run) -> None:
    """No check passes for want of anything to look at."""
    idle = [name for name, check in rich.checks().items() if not check["compared"]]
    assert idle == ["building", "openings"]
    assert all(grown.checks()[name]["compared"] for name in idle)


def test_the_case_is_rich(rich: Run) -> None:
    """Old stock, chains, barges, disposal, purchases and uncounted lines are all in play."""
    flows = read_rows(rich.folder / "flows.csv")[1]
    inputs = read_rows(rich.folder / "line_inputs.csv")[1]
    lines = read_rows(rich.folder / "lines.csv")[1]
    wastes = read_rows(rich.folder / "wastes.csv")[1]
    assert {row["role"] for row in flows} == {"utilization", "chain", "sale", "disposal", "storage"}
    assert {row["mode"] for row in flows} == {"truck", "barge", "onsite", "gate"}
    assert {"link", "circuity", "chainage"} <= {row["distance_method"] for row in flows}
    assert {row["source"] for row in inputs} == {"zone", "plant", "bought"}
    assert {row["producer"] for row in inputs} == {"", "z1", "z2", "z3", "p3"}
    assert {row["counting"] for row in lines} == {"product", "backfill", "restoration", "none"}
    assert any(float(row["legacy_used_kt_yr"]) > 0 for row in wastes)
    assert any(float(row["residues_disposed_kt_yr"]) > 0 for row in wastes)


# -- what is wrong -----------------------------------------------------------------------------

WRONG: list[tuple[str, str, str, str, str]] = [
    ("tables", "zones", "zone=z1", "period=2026", "zones.csv:2: period is 2026, not 2025"),
    ("numbers", "flows", "role=disposal", "km=nan", "km is 'nan'"),
    ("numbers", "wastes", "zone=z2 material=acid", "uptake_kt_yr=-5", "uptake_kt_yr is -5"),
    ("names", "flows", "role=utilization origin=z2", "origin=z9", "origin 'z9'"),
    ("names", "flows", "role=chain origin=p2", "role=sale", "sale does not run between a plant"),
    ("names", "line_inputs", "line=l3 producer=z2", "producer=p1", "slag of 'p1'"),
    ("names", "zones", "zone=z2", "zone=z1", "zones.csv has more than one row for z1"),
    ("names", "line_outputs", "line=l4 material=sand", "material=silt", "material 'silt'"),
    ("labels", "flows", "role=chain origin=p2", "origin_province=A", "p2 lies in B b1, not A b1"),
    ("labels", "lines", "line=l2", "tier=low", "tier is 'low', not 'high'"),
    ("zone_balance", "flows", "destination=s1 material=ash", "amount_kt_yr=10", "zone z1, ash"),
    ("zone_balance", "inputs/generation", "zone=z3", "amount=31", "zone z3, ash"),
    ("zone_balance", "flows", "destination=store:z2 material=acid", "drop", "zone z2, acid"),
    ("legacy", "inputs/legacy", "zone=z1", "yearly_limit=0.001", "zone z1, slag: old stock"),
    ("plant_balance", "line_inputs", "line=l1 material=slag", "amount_kt_yr=44", "plant p1, slag"),
    ("plant_balance", "flows", "role=chain origin=p3", "amount_kt_yr=*0.5", "fines of p3"),
    ("plant_balance", "line_inputs", "line=l4", "source=bought", "bought, but it cannot be"),
    ("shipped_own", "flows", "role=chain origin=p3", "amount_kt_yr=*1.5", "plant p3, fines"),
    ("yields", "inputs/yields", "recipe=flot material=conc", "amount=0.06", "conc made"),
    ("yields", "line_outputs", "line=l4 material=sand", "kind=waste", "sand is of kind product"),
    ("line_rights", "inputs/lines", "id=l7", "status=planned", "line l7 is not switched on"),
    ("line_rights", "inputs/lines", "id=l1", "recipes=mill2", "l1 may not run recipe mill"),
    ("line_rights", "inputs/lines", "id=l7", "only_zones=z1", "reserved for z1"),
    ("line_rights", "inputs/inputs", "recipe=burn", "max=0", "does not take ash"),
    ("activity", "lines", "line=l1", "activity_kt_yr=170", "line l1: activity (kt/yr) is 170"),
    ("activity", "line_inputs", "line=l3 material=ash", "share=0.3", "ash, share times activity"),
    ("recipe_shares", "inputs/inputs", "recipe=mill material=slag", "max=0.2", "slag used"),
    ("recipe_shares", "inputs/inputs", "recipe=mill material=ash", "max=0.1", "ash used"),
    ("recipe_shares", "line_inputs", "line=l1 material=ash", "max_share=0.3", "share at most"),
    ("groups", "inputs/groups", "group=admixture", "max=0.4", "sum of admixture"),
    ("groups", "inputs/groups", "recipe=paste", "min=1.1", "line l5, recipe paste: sum of all"),
    ("quality", "inputs/composition", "producer=z2", "value=0.05", "l3, recipe mill: rule zn"),
    ("quality", "inputs/composition", "property=Fe producer=", "value=0.2", "refused by rule fe"),
    ("quality", "inputs/composition", "property=Ra", "value=900", "rule ra"),
    ("line_capacity", "inputs/lines", "id=l1", "capacity=190", "line l1: activity"),
    ("line_capacity", "inputs/lines", "id=l3", "min_load=0.9", "line l3: least load (kt/yr) is 50"),
    ("line_figures", "lines", "line=l3", "net_utilized_kt_yr=1", "line l3: net utilized"),
    ("line_figures", "lines", "line=l4", "capex_MCNY_yr=1", "line l4: capital annuity"),
    ("markets", "inputs/markets", "id=mc1", "max=140", "market mc1: sold (kt/yr) is 150"),
    ("markets", "inputs/markets", "id=mk", "min=90", "market mk: sold"),
    ("markets", "inputs/markets", "group=g", "group_max=240", "market group g"),
    ("markets", "inputs/markets", "id=mf", "area=a1", "mf does not serve p3"),
    ("sinks", "inputs/sinks", "id=s2", "capacity=5", "sink s2: filled (kt/yr) is 10"),
    ("sinks", "inputs/sinks", "id=s1", "accepts=slag", "z1 may not bring ash to s1"),
    ("sinks", "inputs/sinks", "id=s2", "owner_plant=p3", "p2 may not bring tail to s2"),
    ("borders", "inputs/materials", "id=ash", "waste_class=hazardous", "passes a closed border"),
    ("borders", "flows", "role=chain origin=p2", "cross_border=False", "cross_border is false"),
    ("borders", "borders", "material=tail", "used_kt_yr=*2", "B, A, tail, utilization"),
    ("transfers", "transfers", "level=city origin=b1 destination=a2", "amount_kt_yr=*2", "b1, a2"),
    ("transfers", "transfers", "level=province origin=A destination=B", "drop", "A, B"),
    ("quotas", "flows", "origin=z1 destination=p2", "amount_kt_yr=24", "A>any:general"),
    ("links", "inputs/links", "origin=z1", "capacity=1", "link z1 to p3 by truck: carried"),
    ("purchases", "inputs/purchases", "plant=p1", "max=1", "plant p1, clk: bought"),
    ("stores", "inputs/generation", "zone=z1 material=ash", "stored_max=0.01", "z1, ash: stored"),
    ("terminals", "inputs/terminals", "id=t1", "capacity=20", "terminal t1: loaded"),
    ("modes", "inputs/modes", "id=truck", "reach=20", "p3 to ms: km is 33"),
    ("modes", "inputs/modes", "id=barge", "reach_min=170", "p2 to p3 on the trunk: km is 160"),
    ("modes", "inputs/terminals", "id=t2", "mode=rail", "not two terminals of barge"),
    ("modes", "inputs/links", "origin=z1", "destination=p1", "there is no such link"),
    ("distances", "flows", "origin=z1 destination=p3", "km=20", "km from z1 to p3 is 20"),
    ("distances", "flows", "origin=z3 destination=p1", "km=5", "km from z3 to p1"),
    ("distances", "inputs/terminals", "id=t2", "chainage=175", "km from z1 to p2 via t1>t2"),
    ("flow_costs", "inputs/modes", "id=truck", "tariff=0.4", "haul (CNY/t)"),
    ("flow_costs", "inputs/modes", "id=barge", "co2=0.02", "CO2 (kg/t)"),
    ("flow_costs", "inputs/links", "origin=z1", "cost=12", "haul (CNY/t) is 9, less than 12"),
    ("flow_costs", "inputs/sinks", "id=s2", "fee=40", "haul (CNY/t) is -28"),
    ("flow_costs", "flows", "role=disposal", "co2_kt_yr=*1.01", "CO2 (kt/yr)"),
    ("uptake", "wastes", "zone=z3", "uptake_kt_yr=8", "ash: taken up (kt/yr) is 8, more than 6"),
    ("fates", "wastes", "zone=z2 material=slag", "residues_disposed_kt_yr=1", "zone z2, slag"),
    ("fates", "wastes", "zone=z2 material=slag", "high_value_kt_yr=*1.01", "high_value_kt_yr"),
    ("fates", "wastes", "zone=z1 material=slag", "logistics_cost_MCNY_yr=*1.01", "logistics_cost"),
    ("fates", "flows", "role=chain origin=p2", "cross_border=False", "cross_border_kt_yr"),
    ("fates", "inputs/technologies", "id=paste", "counting=product", "z1, ash: backfill_kt_yr"),
    ("rates", "zones", "zone=z1", "utilization_rate_pct=*1.01", "zones.csv:2: utilization_rate"),
    ("rates", "areas", "level=region", "high_value_rate_pct=*1.01", "high_value_rate_pct"),
    ("rates", "wastes", "zone=z1 material=slag", "gross_rate_without_fill_pct=*1.01", "fill_pct"),
    ("roll_up", "areas", "level=city area=a1", "uptake_kt_yr=*1.01", "city a1, uptake_kt_yr"),
    ("roll_up", "areas", "level=basin area=river", "drop", "no row for basin river"),
    ("roll_up", "areas", "level=owner area=", "drop", "no row for owner"),
    ("roll_up", "areas", "level=region", "received_kt_yr=*1.01", "region all, received_kt_yr"),
    ("roll_up", "inputs/plants", "id=p1", "city=a2", "received_kt_yr"),
    ("unused", "unused", "zone=z2 material=acid", "drop", "zone z2, acid"),
    ("kpis", "inputs/recipes", "id=mill", "cost=50", "summary.json, processing_cost"),
    ("kpis", "inputs/recipes", "id=burn", "process_co2=0.5", "summary.json, carbon_cost"),
    ("kpis", "inputs/materials", "id=clk", "purchase_price=251", "summary.json, purchase_cost"),
    ("kpis", "inputs/technologies", "id=flot", "counting=none", "summary.json, "),
    ("costs", "costs", "part=processing", "amount_MCNY_yr=*0.9", "costs.csv, processing"),
    (
        "actors",
        "actors",
        "kind=carrier actor=barge item=transport scope=waste",
        "amount_MCNY_yr=*1.01",
        "carrier barge transport waste",
    ),
    ("actors", "actors", "kind=province item=tax", "drop", "province"),
    ("actors", "actors", "kind=plant actor=p2 item=gate", "amount_MCNY_yr=*-1", "plant p2 gate"),
    ("actors", "actors", "kind=generator actor=z2 item=gate", "owner=Other", "z2 is of =Works B"),
    ("actors", "inputs/gate_prices", "technology=burn", "price=9", "gate waste"),
    ("actors", "inputs/gate_prices", "material=tail", "haul_paid_by=taker", "transport waste"),
    ("costs", "costs", "part=tax", "drop", "no part 'tax'"),
    ("objectives", "inputs/markets", "id=mc1", "price=300", "stage 2, net_cost: final figure"),
]
"""Failing check, file, rows, change, and what the report must say of it."""


@pytest.mark.parametrize(
    ("check", "file", "where", "change", "says"),
    WRONG,
    ids=[f"{check}-{file}-{change}" for check, file, _, change, _ in WRONG],
)
def test_wrong_cell_is_found(
    rich: Run, tmp_path: Path, check: str, file: str, where: str, change: str, says: str
) -> None:
    """One wrong cell or missing row fails the check that is about it, and is named."""
    run = rich.copy(tmp_path / "run")
    edit(run, file, where, change)
    failed = run.failed()
    assert check in failed
    assert says in failed[check]["where"]
    assert failed[check]["worst"] > failed[check]["tolerance"]


GROWN_WRONG = [
    ("building", "built", "line=l1", "built_kt_yr=*11", "line l1: investment (MCNY)"),
    ("building", "built", "line=l1", "annuity_MCNY_yr=*1.01", "line l1: annuity (MCNY/yr)"),
    ("openings", "openings", "id=l4", "fixed_cost_MCNY_yr=0.9", "lines l4: fixed cost"),
    ("openings", "openings", "id=l4", "drop", "lines l4: it is not listed"),
]
"""The same of what is built and opened."""


@pytest.mark.parametrize(
    ("check", "file", "where", "change", "says"),
    GROWN_WRONG,
    ids=[f"{file}-{change}" for _, file, _, change, _ in GROWN_WRONG],
)
def test_wrong_cell_of_what_is_new_is_found(
    grown: Run, tmp_path: Path, check: str, file: str, where: str, change: str, says: str
) -> None:
    """A wrong cell of what is built or opened fails its check, and is named."""
    run = grown.copy(tmp_path / "run")
    edit(run, file, where, change)
    assert says in run.failed()[check]["where"]


@pytest.mark.parametrize(
    ("check", "edits", "says"),
    [
        (
            "recipe_shares",
            [
                ("inputs/inputs", "recipe=mill material=clk", "min=0.6"),
                ("line_inputs", "material=clk", "min_share=0.6"),
            ],
            "line l1, recipe mill: clk used (kt/yr) is 99, less than 108",
        ),
        (
            "line_capacity",
            [
                ("inputs/lines", "id=l3", "min_load=0.9"),
                ("lines", "line=l3", "min_load_kt_yr=90"),
            ],
            "line l3: activity, by its least load, is 70, less than 90",
        ),
        (
            "unused",
            [("unused", "material=acid", "unused_kt_yr=4.9"), ("unused", "zone=z1", "reason=")],
            "no reason is given",
        ),
    ],
)
def test_broken_bound_alone_is_found(
    rich: Run, tmp_path: Path, check: str, edits: list[tuple[str, str, str]], says: str
) -> None:
    """A bound that all tables state alike and the plan does not keep fails its check alone."""
    run = rich.copy(tmp_path / "run")
    for file, where, change in edits:
        edit(run, file, where, change)
    failed = run.failed()
    assert list(failed) == [check]
    assert says in failed[check]["where"]


def lower_rate(summary: dict[str, Any]) -> None:
    summary["objectives"][0]["value"] += 0.01


def swap_stages(summary: dict[str, Any]) -> None:
    summary["objectives"].reverse()


def open_gap(summary: dict[str, Any]) -> None:
    summary["objectives"][1]["gap"] = 1e-4


def blank_gap(summary: dict[str, Any]) -> None:
    summary["objectives"][0]["gap"] = None


def widen_slack(summary: dict[str, Any]) -> None:
    summary["objectives"][0]["slack"] = 0.1


def improve_rate(summary: dict[str, Any]) -> None:
    next(k for k in summary["kpis"] if k["name"] == "utilization_rate")["value"] += 1e-5


def forget_unused(summary: dict[str, Any]) -> None:
    summary["kpis"] = [k for k in summary["kpis"] if k["name"] != "unused"]


def stop_early(summary: dict[str, Any]) -> None:
    summary["status"] = "time limit"


def rename(summary: dict[str, Any]) -> None:
    summary["scenario"]["name"] = "other"


@pytest.mark.parametrize(
    ("check", "change", "says"),
    [
        ("objectives", lower_rate, "stage 1, utilization_rate: final figure"),
        ("objectives", swap_stages, "stage 1, utilization_rate: summary.json has minimize net"),
        ("objectives", widen_slack, "stage 1, utilization_rate: slack is 0.1, not 0.002"),
        ("duality_gap", open_gap, "stage 2, net_cost: duality gap is 0.0001"),
        ("duality_gap", blank_gap, "stage 1, utilization_rate: duality gap"),
        ("duality_gap", stop_early, "status is 'time limit'"),
        ("kpis", improve_rate, "summary.json, utilization_rate"),
        ("kpis", forget_unused, "there is no figure 'unused'"),
        ("names", rename, "another scenario"),
    ],
)
def test_wrong_summary_is_found(
    rich: Run, tmp_path: Path, check: str, change: Callable[[dict[str, Any]], None], says: str
) -> None:
    """A figure of the summary that the tables do not bear out fails that check alone."""
    run = rich.copy(tmp_path / "run")
    edit_summary(run, change)
    failed = run.failed()
    assert list(failed) == [check]
    assert says in failed[check]["where"]


@pytest.mark.parametrize(
    ("limit", "says"),
    [
        ({"cap": "uptake", "at": "100 kt/yr"}, "limit 1: uptake is 1"),
        ({"floor": "revenue", "at": "2 亿元/年"}, "limit 1: revenue is "),
        ({"floor": "utilization_rate", "province": "B", "at": "70 %"}, "rate, province B is"),
        ({"cap": "unused", "zone": "z3", "at": "1 kt/yr"}, "limit 1: unused, zone z3 is 24"),
        ({"floor": "net_utilized", "material": "acid", "at": "1 kt/yr"}, "material acid is 0"),
        ({"floor": "uptake", "city": "a1", "province": "B", "at": "1 t/yr"}, "province B is 0"),
    ],
)
def test_broken_limit_is_found(rich: Run, limit: dict[str, str], says: str) -> None:
    """A result that breaks a cap or floor of the scenario fails, of the whole or of a part."""
    limits = [Limit.model_validate(limit)]
    failed = Run(rich.folder, rich.scenario.model_copy(update={"limits": limits})).failed()
    assert list(failed) == ["limits"]
    assert says in failed["limits"]["where"]


def test_limits_of_areas_are_held(scoped: Run, tmp_path: Path) -> None:
    """Wastes that earn less than a province's floor fail the limit of that province."""
    run = scoped.copy(tmp_path / "run")
    edit(run, "wastes", "zone=z2 material=slag", "net_utilized_kt_yr=*0.9")
    assert "limit 1: utilization_rate, province B" in run.failed()["limits"]["where"]


def with_rule(run: Run, rule: dict[str, str]) -> Run:
    borders = [*run.scenario.borders, BorderRule.model_validate(rule)]
    return Run(run.folder, run.scenario.model_copy(update={"borders": borders}))


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({"from": "A", "to": "B", "rule": "closed"}, "from z1 to p2 passes a closed border"),
        ({"from": "a1", "to": "any", "rule": "approval"}, "from z1 to p2 passes a closed border"),
        ({"from": "a1", "to": "a2", "rule": "closed"}, "from z1 to p3 passes a closed border"),
        ({"to": "any", "class": "general_II", "rule": "closed"}, "ash from z1 to p2 passes"),
        ({"material": "tail", "purpose": "any", "rule": "closed"}, "tail from p2 to p3 passes"),
    ],
)
def test_closed_border_is_found(rich: Run, rule: dict[str, str], says: str) -> None:
    """The last rule that speaks of a flow holds; what it closes may not be passed."""
    assert says in with_rule(rich, rule).failed()["borders"]["where"]


@pytest.mark.parametrize(
    "rule",
    [
        {"from": "any", "to": "any", "class": "hazardous", "rule": "closed"},
        {"from": "B", "to": "B", "purpose": "disposal", "class": "general_II", "rule": "closed"},
        {"from": "A", "to": "any", "material": "clk", "rule": "closed"},
        {"from": "C", "to": "any", "rule": "closed"},
    ],
)
def test_rules_of_other_flows_close_nothing(rich: Run, rule: dict[str, str]) -> None:
    """Rules of other classes, purposes, materials and places leave the flows alone."""
    failed = with_rule(rich, rule).failed()
    assert failed.keys() <= {"borders"}
    assert not failed or "rule is approval, not closed" in failed["borders"]["where"]


def test_every_check_can_fail() -> None:
    """The corruptions above leave no check out."""
    elsewhere = {"limits", "duality_gap"}
    assert {check for check, *_ in (*WRONG, *GROWN_WRONG)} | elsewhere == {*FIRST, *CHECKS}


def test_every_check_has_words() -> None:
    """A failure of any check can be told in both languages, and the report names it."""
    others = [name for name in (*FIRST, *CHECKS) if words_of_check(name) is None]
    assert {f"broken_{name}" for name in others} <= WORDS.keys()
    assert {f"report_check_{name}" for name in others} <= WORDS.keys()


def numbers_of(run: Run) -> Iterator[tuple[str, int, str]]:
    """File, row and column of numbers: of each table the first and the last row."""
    unread = {
        "period",
        "origin_lon",
        "origin_lat",
        "destination_lon",
        "destination_lat",
        "lon",
        "lat",
        "distance_uncertainty_pct",
    }
    for table in (
        "flows",
        "lines",
        "line_inputs",
        "line_outputs",
        "zones",
        "wastes",
        "areas",
        "costs",
        "actors",
        "borders",
        "transfers",
        "unused",
    ):
        header, rows = read_rows(run.folder / f"{table}.csv")
        for number in {0, len(rows) - 1}:
            for column in set(header) - unread:
                try:
                    value = float(rows[number][column])
                except ValueError:
                    continue
                if abs(value) > 0.1:
                    yield table, number, column


def test_no_number_is_free(rich: Run, tmp_path: Path) -> None:
    """Whatever number of a result table is a thousandth too large, some check fails."""
    run = rich.copy(tmp_path / "run")
    places = list(numbers_of(run))
    free = []
    for table, number, column in places:
        path = run.folder / f"{table}.csv"
        text = path.read_bytes()
        header, rows = read_rows(path)
        rows[number][column] = repr(float(rows[number][column]) * 1.001)
        write_rows(path, header, rows)
        if not run.failed():
            free.append((table, number, column))
        path.write_bytes(text)
    assert len(places) > 60
    assert free == []


def test_rounding_is_no_violation(rich: Run, tmp_path: Path) -> None:
    """An amount that is off by a ten-millionth passes; by a hundred-thousandth it does not."""
    run = rich.copy(tmp_path / "run")
    edit(run, "flows", "origin=z1 destination=p1 material=slag", "amount_kt_yr=*1.0000001")
    assert run.failed() == {}
    edit(run, "flows", "origin=z1 destination=p1 material=slag", "amount_kt_yr=*1.00001")
    assert {"zone_balance", "plant_balance"} <= run.failed().keys()


# -- broken files ------------------------------------------------------------------------------


def cut_header(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("amount_kt_yr", "amount", 1), encoding="utf-8")


def cut_row(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n")[:-40], encoding="utf-8")


def spoil_encoding(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\xff\xfe")


def empty(path: Path) -> None:
    path.write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "spoil", "says"),
    [
        ("flows.csv", Path.unlink, "flows.csv cannot be read: FileNotFoundError"),
        ("flows.csv", cut_header, "flows.csv has no column amount_kt_yr"),
        ("flows.csv", cut_row, "has cells too many or too few"),
        ("wastes.csv", spoil_encoding, "wastes.csv cannot be read: UnicodeDecodeError"),
        ("zones.csv", empty, "zones.csv has no column period, zone"),
        ("summary.json", Path.unlink, "summary.json cannot be read: FileNotFoundError"),
        ("summary.json", cut_row, "summary.json cannot be read: JSONDecodeError"),
        ("inputs/lines.csv", Path.unlink, "inputs/lines.csv is missing"),
    ],
)
def test_broken_file_is_found(
    rich: Run, tmp_path: Path, file: str, spoil: Callable[[Path], None], says: str
) -> None:
    """A missing or cut file fails alone: nothing can be held against it."""
    run = rich.copy(tmp_path / "run")
    spoil(run.folder / file)
    checks = run.checks()
    assert not checks["tables"]["passed"]
    assert says in checks["tables"]["where"]
    assert set(checks) == set(FIRST)


def test_a_check_that_cannot_be_made_fails(rich: Run, tmp_path: Path) -> None:
    """A formula that cannot be evaluated is a failure of its check, not a crash."""
    run = rich.copy(tmp_path / "run")
    edit(run, "inputs/quality", "id=zn", "formula=Zn < 2")
    failed = run.failed()
    assert list(failed) == ["quality"]
    assert "cannot be made: ValueError" in failed["quality"]["where"]


# -- words and parts ---------------------------------------------------------------------------


def test_failures_are_told_in_words(rich: Run, tmp_path: Path) -> None:
    """Each failed check becomes a problem that says what is wrong, where and by how much."""
    run = rich.copy(tmp_path / "run")
    edit(run, "inputs/sinks", "id=s2", "capacity=5")
    (problem,) = summarize_failures(verify(run.folder, run.scenario))
    assert problem.code == "sinks"
    assert problem.where == "verification.json"
    assert str(problem.what) == (
        "a sink takes more than it holds, or what is not for it: "
        "sink s2: filled (kt/yr) is 10, more than 5"
    )
    assert str(problem.hint) == "off by 0.5, 1e-06 is allowed"


def test_tally_keeps_the_worst() -> None:
    """A tally counts all comparisons and names the worst failure and how many others there are."""
    tally = Tally("x")
    tally.equal(10.0, 10.0, "a")
    tally.equal(11.0, 10.0, "b")
    tally.at_most(30.0, 10.0, "c")
    tally.true(True, "d")
    report = tally.report()
    assert (report["compared"], report["passed"]) == (4, False)
    assert report["worst"] == pytest.approx(20 / 30)
    assert report["where"] == "c is 30, more than 10 (and 1 more)"


@pytest.mark.parametrize("odd", [float("nan"), float("inf")])
def test_tally_fails_what_is_not_finite(odd: float) -> None:
    """Not a number is never within tolerance, and the report stays valid JSON."""
    for compare in (Tally.equal, Tally.at_most, Tally.at_least):
        tally = Tally("x")
        compare(tally, odd, 1.0, "a")
        assert not tally.passed
        json.dumps(tally.report(), allow_nan=False)


@pytest.mark.parametrize(
    ("formula", "left", "sense", "right"),
    [
        ("CaO >= 2.8*SiO2 + 0.35*Fe2O3", 65.0, ">=", 2.8 * 22 + 0.35 * 3),
        ("Cu <= 65e-6*mass", 0.0, "<=", 65e-4),
        ("mass - SiO2 == activity", 78.0, "==", 80.0),
        ("-(CaO - 5)/2 <= activity*0.5", -30.0, "<=", 40.0),
    ],
)
def test_formula_is_evaluated(formula: str, left: float, sense: str, right: float) -> None:
    """Both sides of a formula are worked out with amounts; unknown properties count nothing."""
    amounts = {"CaO": 65.0, "SiO2": 22.0, "Fe2O3": 3.0, "mass": 100.0, "activity": 80.0}
    found = evaluate(formula, amounts)
    assert (found[0], found[2]) == pytest.approx((left, right))
    assert found[1] == sense


@pytest.mark.parametrize(
    "formula", ["CaO", "CaO < 2", "1 <= CaO <= 2", "CaO <= SiO2**2", "f(CaO) <= 1", "'a' <= 1"]
)
def test_formula_of_another_form_is_refused(formula: str) -> None:
    """Anything but one comparison of sums and products of numbers and names is refused."""
    with pytest.raises(ValueError, match=r"is not|needs"):
        evaluate(formula, {"CaO": 1.0})


def test_verification_shares_nothing_with_the_programme(project_root: Path) -> None:
    """It imports types, units, words and errors, and itself; no formula of the registry."""
    paths = sorted((project_root / "sim" / "verify").glob("*.py"))
    assert len(paths) > 1
    known = (
        "sim.errors",
        "sim.say.message",
        "sim.units",
        "sim.scenario",
        "sim.verify",
        "sim.rules.metric.Metric",
        "sim.rules.metrics.METRICS",
        "sim.rules.metrics.COST_PARTS",
        "sim.rules.families.words_of_check",
    )
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not any(alias.name.startswith("sim") for alias in node.names), path.name
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim"):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                assert all(name.startswith(known) for name in names), f"{path.name}: {names}"
