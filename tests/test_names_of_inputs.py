"""Groups of inputs, quality rules and lines are told by names, not by codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.loader import load_case
from sim.network import build_network
from sim.results.names import Names
from sim.studies.compare.names import name_row
from tests.tiny_project import FILES, make_project

NAMED = """\
recipe,group,name_en,name_zh,materials,min,max
blend,all,all inputs,全部原料,clinker; slag,100 %,100 %
bake,WASTE,,,tailings; slag,100 %,100 %
"""
TWINS = (
    FILES["geodata/tiny/lines.csv"] + "l3,p2,mill,20 kt/yr,,,85 %,operating,A permit,published\n"
)


def names_of(path: Path, **tables: str) -> Names:
    return Names(build_network(load_case(make_project(path, **tables))))


def test_a_group_is_told_by_its_name_else_by_its_inputs(tmp_path: Path) -> None:
    """No code of a group stands in a sentence."""
    english, chinese = names_of(tmp_path, groups=NAMED).both
    mill, kiln = ("l2", "blend", "all"), ("l1", "bake", "WASTE")
    assert chinese.limit("group_max", mill) == (
        "西水泥 – 水泥粉磨（l2）（复合水泥）：“全部原料”合计上限"
    )
    assert english.limit("group_min", mill) == (
        "West Cement – Cement mill (l2), Blended cement: least sum of all inputs"
    )
    assert chinese.limit("group_max", kiln) == ("东砖 – 砖厂（l1）（烧结砖）：“尾矿、矿渣”合计上限")
    assert english.limit("group_max", kiln).endswith("largest sum of Tailings, Slag")


def test_of_many_inputs_the_first_are_told(tmp_path: Path) -> None:
    """A group of five is no list of five."""
    group = {"materials": ("tailings", "slag", "clinker", "sludge", "brick")}
    english, chinese = names_of(tmp_path).both
    assert english.inputs(group) == "Tailings, Slag, Clinker and 2 more"
    assert chinese.inputs(group) == "尾矿、矿渣、熟料及另外 2 种"


def test_a_quality_rule_is_told_by_its_name(tmp_path: Path) -> None:
    """Where it has no Chinese one, by its English one."""
    english, chinese = names_of(tmp_path).both
    rule = ("l1", "bake", "lead")
    assert english.limit("quality", rule) == (
        "East Bricks – Brickworks (l1), Fired brick: quality rule Lead in the feed"
    )
    assert chinese.limit("quality", rule).endswith("质量要求“Lead in the feed”")


def test_ids_are_left_out_where_names_tell_lines_apart(tmp_path: Path) -> None:
    """An office reads names; of two mills at one plant the id says which."""
    names = names_of(tmp_path)
    assert names.plain[1].limit("line_capacity", ("l2",)) == "西水泥 – 水泥粉磨：产能"
    assert names.both[1].limit("line_capacity", ("l2",)) == "西水泥 – 水泥粉磨（l2）：产能"
    twins = names_of(tmp_path / "twins", lines=TWINS)
    assert twins.plain[1].limit("line_capacity", ("l2",)).endswith("水泥粉磨（l2）：产能")
    assert twins.plain[1].limit("line_capacity", ("l1",)).endswith("砖厂：产能")


@pytest.mark.parametrize(
    ("group", "due"),
    [
        ("all", ("Blended cement · all inputs", "复合水泥 · 全部原料")),
        ("WASTE", ("Fired brick · WASTE", "烧结砖 · WASTE")),
    ],
)
def test_what_differs_between_runs_is_told_with_its_recipe(
    tmp_path: Path, group: str, due: tuple[str, str]
) -> None:
    """A name of a group alone would not say of which recipe."""
    case = load_case(make_project(tmp_path, groups=NAMED))
    frame = case.tables["groups"]
    record = frame[frame["group"] == group].iloc[0].to_dict()
    assert name_row(case, "groups", record) == due


def test_every_shipped_group_has_names(project_root: Path) -> None:
    """In the library and in the project that `sim new` makes."""
    for folder in ("scenarios/library", "sim/example/scenarios/library"):
        head, *rows = (project_root / folder / "groups.csv").read_text("utf-8").splitlines()
        assert head.startswith("recipe,group,name_en,name_zh,")
        for row in rows:
            assert all(row.split(",")[2:4]), row
