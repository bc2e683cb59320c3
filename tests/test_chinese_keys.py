"""Chinese words where planners type: names in place of ids, words of choices, a whole project."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.cli.main import main
from sim.cli.project import create
from sim.errors import InputError
from sim.loader import json_schema, load_case
from sim.say.texts import ZH

ENGLISH: dict[str, Any] = {
    "borders": [
        {"from": "any", "to": "any", "purpose": "utilization", "rule": "filing"},
        {
            "from": "Westland",
            "to": "Eastland",
            "class": "general",
            "rule": "approval",
            "quota": "10 kt/yr",
        },
        {"from": "any", "to": "any", "purpose": "disposal", "rule": "closed"},
    ],
    "statuses": ["operating", "placeholder"],
    "change": [
        {"table": "lines", "where": {"technology": "mill"}, "scale": {"capacity": 2}},
        {
            "table": "generation",
            "where": {"zone": "smelter", "material": "smelter_slag"},
            "set": {"amount": "500 kt/yr"},
        },
        {
            "table": "plants",
            "where": {"id": "brickworks"},
            "set": {"city": "Westport", "province": "Westland"},
        },
        {
            "table": "lines",
            "add": [
                {
                    "id": "new",
                    "plant": "brickworks",
                    "technology": "mill",
                    "capacity": "100 kt/yr",
                    "status": "placeholder",
                }
            ],
        },
        {
            "table": "markets",
            "where": {"product": "cement", "area": "Westland"},
            "set": {"max": "2 Mt/yr"},
        },
    ],
}
CHINESE: dict[str, Any] = {
    "borders": [
        {"from": "任何", "to": "任何", "purpose": "利用", "rule": "备案"},
        {
            "from": "西省",
            "to": "东省",
            "class": "一般工业固废",
            "rule": "审批",
            "quota": "1 万吨/年",
        },
        {"from": "任何", "to": "任何", "purpose": "处置", "rule": "关闭"},
    ],
    "statuses": ["在产", "占位"],
    "change": [
        {"table": "lines", "where": {"technology": "水泥粉磨"}, "scale": {"capacity": 2}},
        {
            "table": "generation",
            "where": {"zone": "江滨冶炼厂", "material": "铜渣"},
            "set": {"amount": "50 万吨/年"},
        },
        {
            "table": "plants",
            "where": {"id": "东部砖厂"},
            "set": {"city": "西港", "province": "西省"},
        },
        {
            "table": "lines",
            "add": [
                {
                    "id": "new",
                    "plant": "东部砖厂",
                    "technology": "水泥粉磨",
                    "capacity": "10 万吨/年",
                    "status": "占位",
                }
            ],
        },
        {
            "table": "markets",
            "where": {"product": "水泥", "area": "西省"},
            "set": {"max": "200 万吨/年"},
        },
    ],
}


def write(folder: Path, keys: dict[str, Any]) -> Path:
    """Make the example with other keys in its baseline."""
    path = create(folder)
    document = {**yaml.safe_load(path.read_text(encoding="utf-8")), **keys}
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def test_chinese_words_stand_for_what_english_ones_do(tmp_path: Path) -> None:
    """Names of areas, sites, materials, technologies, and words of choices: the same case."""
    cases = [
        load_case(write(tmp_path / name, keys)) for name, keys in (("en", ENGLISH), ("zh", CHINESE))
    ]
    assert cases[0].scenario == cases[1].scenario.model_copy(
        update={"change": cases[0].scenario.change}
    )
    for name, table in cases[0].tables.items():
        assert table.equals(cases[1].tables[name]), name
    (rule,) = [r for r in cases[1].scenario.borders if r.quota is not None]
    assert (rule.from_, rule.to, rule.waste_class, rule.rule) == (
        "Westland",
        "Eastland",
        "general",
        "approval",
    )


def test_a_name_of_several_is_refused(tmp_path: Path) -> None:
    """Two zones of one name: the place, and the ids among which to choose."""
    path = write(
        tmp_path,
        {"change": [{"table": "generation", "where": {"zone": "北矿"}, "scale": {"amount": 2}}]},
    )
    zones = tmp_path / "geodata" / "two-provinces" / "zones.csv"
    zones.write_text(zones.read_text(encoding="utf-8").replace("南矿", "北矿"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_case(path)
    (problem,) = caught.value.problems
    assert ZH.tell(problem.what) == "名称“北矿”对应不止一项"
    assert "north_mine" in str(problem.hint)
    assert "south_mine" in str(problem.hint)
    assert problem.where.startswith("scenarios/baseline.yaml:")


def test_an_unknown_chinese_name_is_told(tmp_path: Path) -> None:
    """What is no name of the table is no row, as it is in English."""
    keys = {
        "change": [
            {"table": "lines", "where": {"technology": "水泥窑窑"}, "scale": {"capacity": 2}}
        ]
    }
    with pytest.raises(InputError) as caught:
        load_case(write(tmp_path, keys))
    assert "水泥窑窑" in str(caught.value.problems[0].what)


def test_cells_of_tables_may_be_chinese(tmp_path: Path) -> None:
    """Status, class and confidence of a table in Chinese are those of the English words."""
    path = create(tmp_path)
    lines = tmp_path / "geodata" / "two-provinces" / "lines.csv"
    text = lines.read_text(encoding="utf-8")
    lines.write_text(text.replace("operating", "在产").replace("assumed", "假设"), encoding="utf-8")
    found = load_case(path).tables["lines"]
    assert set(found["status"]) == {"operating"}
    assert set(found["confidence"]) == {"assumed"}


def test_editors_know_the_chinese_words() -> None:
    """The schema offers them beside the English ones."""
    rule = str(json_schema())
    for word in ("备案", "一般工业固废", "危险废物", "占位"):
        assert word in rule


def test_a_chinese_project_has_no_english_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Comments, titles, notes and the pages within are Chinese; the project is valid and solves."""
    folder = tmp_path / "project"
    main(["new", str(folder), "--lang", "zh"])
    assert "已在" in capsys.readouterr().out
    assert not (folder / "zh").exists()
    for file in folder.rglob("*"):
        if not file.is_file():
            continue
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".csv":
            assert not re.search(r"\bexample\b", text), file
        prose = re.sub(r"`[^`]*`|^    .*$", "", text, flags=re.MULTILINE)
        said = re.findall(r"^#.*$", text, re.MULTILINE) if file.suffix == ".yaml" else [prose]
        if file.suffix in {".yaml", ".md"}:
            assert not re.findall(r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}", " ".join(said)), file
            assert re.search(r"[\u4e00-\u9fff]", text), file
    english = load_case(create(tmp_path / "english"))
    chinese = load_case(folder / "scenarios" / "baseline.yaml")
    assert english.scenario.borders == chinese.scenario.borders
    amounts = [case.tables["generation"]["amount"].tolist() for case in (english, chinese)]
    assert amounts[0] == amounts[1]
    for name in ("closed-border", "more-grinding"):
        ours, theirs = (
            load_case(root / "scenarios" / f"{name}.yaml")
            for root in (tmp_path / "english", folder)
        )
        assert (
            ours.tables["lines"]["capacity"].tolist() == theirs.tables["lines"]["capacity"].tolist()
        )
        assert [x.cap for x in ours.scenario.limits] == [x.cap for x in theirs.scenario.limits]


def test_every_condition_that_fits_no_row_is_told(tmp_path: Path) -> None:
    """Two wrong conditions of one change are two problems."""
    where = {"technology": "水泥窑窑", "status": "在建"}
    keys = {"change": [{"table": "lines", "where": where, "scale": {"capacity": 2}}]}
    with pytest.raises(InputError) as caught:
        load_case(write(tmp_path, keys))
    assert len(caught.value.problems) == 2
