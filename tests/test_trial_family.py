"""A new family by the book: the largest share that one plant takes of what a province delivers.

Four files of a copy of the project are written: the family, its place in the list, its column, its
check. Then `tests/test_families.py` takes it through everything that the others go through.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

FAMILY = '''\
"""No plant takes more than its share of the waste that is used in its province.

    sum(ship[r,t] for r into p) <= share[p] * sum(ship[r,t] for r into plants of the province of p)

There is a row for each plant with a largest share.
"""

import pandas as pd

from sim.rules.family import Cell, CheckWords, Conflict, ConflictGroup, Family, Reason
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "plant_share"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a plant with a largest share."""
    plants = n.plants.rename_axis("plant").reset_index()
    stated = plants[plants["largest_share"].notna()]
    used = (n.routes["role"] == "utilization").to_numpy()
    column, into = c.block("ship")[used], n.routes.loc[used, ["destination"]]
    province = into["destination"].map(n.plants["province"]).to_numpy()
    of_province = pd.DataFrame({"column": column, "province": province})
    whole = of_province.merge(stated[["plant", "province"]], on="province")
    share = stated["largest_share"].astype(float)
    return Rows(NAME, stated[["plant"]].reset_index(drop=True), upper=0.0).add(
        1.0, column, into
    ).less_share(share, whole["column"].to_numpy(), whole[["plant"]])


def size(n: Tables, index: Index) -> float:
    """Return what the lines of the province can run, kt/yr."""
    province = n.lines["plant"].map(n.plants["province"])
    inside = province == n.plants["province"].loc[index[0]]
    return float(n.lines.loc[inside, "available_kt_yr"].sum())


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Largest share of {0} in its province", "{0}：本省最高份额"),
    index=("plant",),
    symbols="p,t",
    kind="limit",
    rows=rows,
    has_routes=True,
    cell=Cell("plants", ("id",), "largest_share", "", holds="share"),
    gives="up",
    softness=1.0,
    reason=Reason("share_full", Wording("the taker is at its share of the province", "已达份额")),
    conflict=Conflict(
        ConflictGroup("plant_shares", Wording("{count} shares of plants", "{count} 家份额")), 75
    ),
    edit=Wording(
        "raise the largest share of {about} from {old} to {new}",
        "将{about}最高份额由 {old} 提高到 {new}",
    ),
    check="plant_shares",
    check_words=CheckWords(
        Wording("shares of plants", "设施份额"),
        Wording("a plant takes more than its share", "设施超出份额"),
    ),
    scale=size,
)
'''
CHECK = '''

def check_plant_shares(facts: Facts, tally: Tally) -> None:
    """Hold what a plant takes against its share of what is used in its province."""
    taken: dict[str, float] = defaultdict(float)
    whole: dict[str, float] = defaultdict(float)
    plants = facts.by_id("plants")
    for row in facts.results("flows"):
        if row["role"] == "utilization":
            taken[row["destination"]] += row["amount_kt_yr"]
            whole[plants[row["destination"]]["province"]] += row["amount_kt_yr"]
    for plant, row in sorted(plants.items()):
        if row["largest_share"] >= 0:
            most = row["largest_share"] * whole[row["province"]]
            tally.at_most(taken[plant], most, f"plant {plant}: taken (kt/yr)")


CHECKS: dict'''
STUDY = """BOUND["plant_share"] = Bound(
    "90 %", used(60),
    {"plants": "id,name_en,province,largest_share\\np,Plant,Q,80 %\\nsmall,Small plant,Q,\\n",
     "lines": "id,plant,technology,capacity [kt/yr]\\nl,p,k,200\\ns,small,k,10\\n",
     "links": "origin,destination,mode,cost [CNY/t]\\nz,p,truck,50\\nz,small,truck,50\\n"},
    tight="80 %",
)
"""


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name}: {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add_by_the_book(root: Path) -> None:
    """Write the four files of a new family."""
    (root / "sim/rules/families/plant_share.py").write_text(FAMILY, encoding="utf-8")
    listed = root / "sim/rules/families/__init__.py"
    replace(listed, "    plant_balance,\n", "    plant_balance,\n    plant_share,\n")
    replace(
        listed,
        "link_capacity,\n    link_open,\n    choose_most",
        "link_capacity, plant_share, link_open, choose_most",
    )
    columns = root / "sim/scenario/region_rows.py"
    column = '    largest_share: Fraction | None = None\n    """Of what its province uses."""\n'
    replace(columns, "\n\nclass Line(Sourced)", f"{column}\n\nclass Line(Sourced)")
    checks = root / "sim/verify/places.py"
    replace(checks, "\n\nCHECKS: dict", CHECK)
    replace(
        checks,
        '    "sinks": check_sinks,',
        '    "sinks": check_sinks,\n    "plant_shares": check_plant_shares,',
    )


def test_a_new_family_is_four_files(project_root: Path, tmp_path: Path) -> None:
    """It binds, is priced in per cent, blamed, explained, given way to, swept and verified."""
    shutil.copytree(project_root / "sim", tmp_path / "sim")
    (tmp_path / "tests").mkdir()
    for name in ("test_families.py", "family_studies.py", "study.py"):
        shutil.copy(project_root / "tests" / name, tmp_path / "tests" / name)
    add_by_the_book(tmp_path)
    with (tmp_path / "tests/family_studies.py").open("a", encoding="utf-8") as file:
        file.write(STUDY)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/test_families.py",
        "-k",
        "plant_share or once or has_a_study",
    ]
    found = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-3000:] + found.stderr[-2000:]
    assert "12 passed" in found.stdout, found.stdout[-500:]
