"""`sim synergy`: what is written adds up, holds what theory says, and is told in both languages."""

from __future__ import annotations

import io
import json
import math
import random
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sim.cli.main import main
from sim.cli.synergy_show import show_synergy
from sim.errors import VerificationError
from sim.loader import load_case
from sim.results.tables import write_table
from sim.say import Language
from sim.say.texts import Texts
from sim.studies.synergy.folder import TABLES
from sim.studies.synergy.study import Asked, Synergy, study_synergy
from sim.studies.synergy.tables import (
    check_synergy,
    refuse_failures,
    settle,
    tabulate_payments,
    tabulate_players,
)
from sim.workers import Crew
from tests.cooperation import (
    CLOSED,
    OPEN,
    PLANTS,
    PROVINCES,
    ZONES,
    draw_region,
    gloves,
    write_region,
)
from tools.blocks import ROOT, read
from tools.build_synergy import list_baselines

pytestmark = pytest.mark.xdist_group("synergy")
DIVISIONS = ("shapley", "nucleolus", "per_capita_nucleolus", "scrb", "owen")
UNITS = ("kt_yr", "MCNY_yr")
EVERYONE = frozenset(PROVINCES)
Values = dict[frozenset[str], float]


def run_sim(*arguments: object) -> int:
    """Run the command line; return its exit code."""
    try:
        main([str(a) for a in arguments])
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the results of a study of three provinces."""
    path = write_region(tmp_path_factory.mktemp("region"), draw_region(1), borders=CLOSED)
    out = tmp_path_factory.mktemp("results")
    assert run_sim("synergy", path, "--out", out) == 0
    return out / "study-synergy"


@pytest.fixture(scope="module")
def players(folder: Path) -> pd.DataFrame:
    """Return the table of players."""
    return pd.read_csv(folder / "players.csv").set_index("player")


@pytest.fixture(scope="module")
def values(folder: Path) -> dict[str, Values]:
    """Return unit -> the members of a coalition -> its value."""
    table = pd.read_csv(folder / "coalitions.csv")
    members = [frozenset(c.split(" + ")) for c in table["coalition"]]
    columns = {"kt_yr": "net_utilized_kt_yr", "MCNY_yr": "net_benefit_MCNY_yr"}
    return {unit: dict(zip(members, table[c], strict=True)) for unit, c in columns.items()}


@pytest.mark.parametrize("unit", UNITS)
def test_every_division_shares_the_whole(
    players: pd.DataFrame, values: dict[str, Values], unit: str
) -> None:
    """Shapley, nucleolus, Owen and the joint plan add up to what all are worth together."""
    whole = values[unit][EVERYONE]
    for name in (*DIVISIONS, "joint"):
        assert players[f"{name}_{unit}"].sum() == pytest.approx(whole, rel=1e-7, abs=1e-6)


@pytest.mark.parametrize("unit", UNITS)
def test_alone_and_marginal_are_those_of_the_coalitions(
    players: pd.DataFrame, values: dict[str, Values], unit: str
) -> None:
    """Alone is v({i}); marginal is v(N) - v(N without i)."""
    assert len(values[unit]) == 2 ** len(PROVINCES) - 1
    for name in PROVINCES:
        alone, rest = values[unit][frozenset([name])], values[unit][EVERYONE - {name}]
        assert players.loc[name, f"alone_{unit}"] == pytest.approx(alone)
        added = values[unit][EVERYONE] - rest
        assert players.loc[name, f"marginal_{unit}"] == pytest.approx(added, abs=1e-6)


@pytest.mark.parametrize("unit", UNITS)
def test_shapley_is_the_mean_over_orders(
    players: pd.DataFrame, values: dict[str, Values], unit: str
) -> None:
    """With three players: a third alone, a sixth of each joining of one, a third at the end."""

    def value(*names: str) -> float:
        return values[unit][frozenset(names)]

    for a in PROVINCES:
        b, c = (p for p in PROVINCES if p != a)
        due = value(a) / 3 + (value(a, b) - value(b) + value(a, c) - value(c)) / 6
        due += (value(a, b, c) - value(b, c)) / 3
        assert players.loc[a, f"shapley_{unit}"] == pytest.approx(due, abs=1e-6)


def test_flags_of_the_core_are_true(
    folder: Path, players: pd.DataFrame, values: dict[str, Values]
) -> None:
    """A division is in the core when no coalition is worth more than its members get."""
    table = pd.read_csv(folder / "divisions.csv")
    assert len(table) == len(UNITS) * len(DIVISIONS)
    for row in table.itertuples():
        unit = "kt_yr" if row.measure == "net_utilized" else "MCNY_yr"
        payoff = players[f"{row.division}_{unit}"]
        gains = {
            names: value - payoff[list(names)].sum()
            for names, value in values[unit].items()
            if names != EVERYONE
        }
        worst = max(gains.values())
        assert getattr(row, f"would_gain_{unit}") == pytest.approx(worst, abs=1e-5)
        named = frozenset(row.most_dissatisfied.split(" + "))
        assert gains[named] == pytest.approx(worst, abs=1e-5)
        assert row.in_core == (worst <= 1e-6 * max(map(abs, values[unit].values())))
        assert row.in_core or row.division in ("shapley", "scrb")


def test_payments_leave_nobody_worse_off(folder: Path, players: pd.DataFrame) -> None:
    """Payments sum to nothing, and afterwards everyone has at least what it earns alone."""
    assert players["payment_MCNY_yr"].sum() == pytest.approx(0.0, abs=1e-6)
    assert (players["after_MCNY_yr"] >= players["alone_MCNY_yr"] - 1e-6).all()
    paid = pd.read_csv(folder / "payments.csv")
    net = (
        paid.groupby("to")["amount_MCNY_yr"]
        .sum()
        .sub(paid.groupby("from")["amount_MCNY_yr"].sum(), fill_value=0.0)
    )
    due = players["payment_MCNY_yr"]
    assert net.reindex(due.index).fillna(0.0).to_numpy() == pytest.approx(due, abs=1e-5)
    assert len(paid) < len(players)


def test_accounts_add_up(folder: Path, players: pd.DataFrame) -> None:
    """What a player books is the sum of the parts; capital is paid by who added the line."""
    accounts = pd.read_csv(folder / "accounts.csv").set_index("player")
    names = ["player_name_en", "player_name_zh"]
    parts = accounts.drop(columns=["period", "net_benefit_MCNY_yr", *names])
    assert parts.sum(axis=1).to_numpy() == pytest.approx(players["joint_MCNY_yr"], abs=1e-6)
    added = {p for p, *_, status in draw_region(1).lines if status == "added"}
    assert set(accounts.index[accounts["capex_MCNY_yr"] < 0]) == added
    assert (parts["revenue_MCNY_yr"] >= 0).all()


def test_folder_is_complete(folder: Path) -> None:
    """Tables, picture, input and manifest are there, and nothing is left beside them."""
    names = {path.name for path in folder.iterdir()}
    tables = {f"{n}.csv" for n in ("coalitions", "players", "divisions", "payments", "accounts")}
    assert names == tables | {
        "synergy.json",
        "synergy.png",
        "synergy.svg",
        "manifest.json",
        "inputs",
        "scenario.resolved.yaml",
    }
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_json_says_what_the_tables_say(
    folder: Path, players: pd.DataFrame, values: dict[str, Values]
) -> None:
    """Totals, synergy, checks and the rules of the game stand in synergy.json."""
    about = json.loads((folder / "synergy.json").read_text(encoding="utf-8"))
    assert about["exact"]
    assert about["coalitions"] == 7
    assert all(check["passed"] for check in about["checks"].values())
    for measure, unit in zip(("net_utilized", "net_benefit"), UNITS, strict=True):
        found = about["measures"][measure]
        assert found["unit"] == unit.replace("_", "/")
        assert found["together"] == pytest.approx(values[unit][EVERYONE])
        alone = players[f"alone_{unit}"].sum()
        assert found["synergy"] == pytest.approx(found["together"] - alone)
        assert 0.0 <= found["realized_share"] < 1.0


def without_commons(folder: Path, rules: list[dict[str, str]]) -> Synergy:
    """Return the study of a region whose markets all have an area, under a border rule."""
    path = write_region(folder, draw_region(1), borders=rules)
    markets = folder / "geodata" / "study" / "markets.csv"
    lines = markets.read_text(encoding="utf-8").splitlines(keepends=True)
    markets.write_text("".join(x for x in lines if not x.startswith("m_")), encoding="utf-8")
    return study_synergy(load_case(path), Asked())


@pytest.mark.parametrize(("rules", "share"), [(CLOSED, 0.0), (OPEN, 1.0)])
def test_todays_rules_realize_all_or_nothing(
    tmp_path: Path, rules: list[dict[str, str]], share: float
) -> None:
    """Closed borders leave everyone alone; open ones let the whole synergy happen."""
    study = without_commons(tmp_path, rules)
    for found in study.valuations.values():
        assert found.realized == pytest.approx(share, abs=1e-6)


def test_row_order_and_workers_change_nothing(folder: Path, tmp_path: Path) -> None:
    """The same tables come out of shuffled input, and of two processes."""
    path = write_region(tmp_path / "shuffled", draw_region(1), borders=CLOSED)
    rng = random.Random(7)
    for table in (path.parents[1] / "geodata" / "study").glob("*.csv"):
        head, *rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
        table.write_text("".join([head, *rng.sample(rows, len(rows))]), encoding="utf-8")
    study = study_synergy(load_case(path), Asked(crew=Crew(workers=2)))
    for name, tabulate in TABLES.items():
        write_table(tabulate(study), tmp_path / f"{name}.csv")
        again = (tmp_path / f"{name}.csv").read_text(encoding="utf-8")
        assert again == (folder / f"{name}.csv").read_text(encoding="utf-8"), name


# -- many players ------------------------------------------------------------------------------


def glove_value_of_a_mine() -> float:
    """Return a mine's Shapley value in kt: the chance that a plant waits when it comes."""
    size, total = ZONES + PLANTS, 0.0
    for mines, works in product(range(ZONES), range(PLANTS + 1)):
        if works > mines:
            orders = math.comb(ZONES - 1, mines) * math.comb(PLANTS, works)
            total += orders / (size * math.comb(size - 1, mines + works))
    return 10.0 * total


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Synergy:
    """Return the study of the glove game."""
    path = gloves(tmp_path_factory.mktemp("gloves"))
    return study_synergy(load_case(path), Asked("owner", Crew(workers=1), samples=60))


def test_many_players_are_sampled_with_error_bars(sampled: Synergy) -> None:
    """The estimate lies within its error of the exact value, and shares the whole exactly."""
    found = sampled.valuations["net_utilized"]
    payoff, error = found.divisions["shapley"].payoff, found.error
    assert not sampled.is_exact
    assert "nucleolus" not in found.divisions
    assert error is not None
    exact = glove_value_of_a_mine()
    due = [exact] * ZONES + [(10.0 * ZONES - ZONES * exact) / PLANTS] * PLANTS
    assert payoff.sum() == pytest.approx(10.0 * ZONES)
    assert (error > 0).all()
    assert (np.abs(payoff - due) < 4.0 * error).all()


def test_sample_pays_by_a_division_that_holds(sampled: Synergy) -> None:
    """The scarce side gets all at shadow prices; every coalition that was solved agrees."""
    found = sampled.valuations["net_benefit"]
    assert found.divisions["owen"].in_core
    assert found.divisions["owen"].payoff[:ZONES] == pytest.approx([1.0] * ZONES)
    assert found.shared.name == ("shapley" if found.divisions["shapley"].in_core else "owen")
    assert sampled.payments.sum() == pytest.approx(0.0, abs=1e-9)
    assert all(c["passed"] is not False for c in check_synergy(sampled).values())


def shown(study: Synergy, language: Language) -> str:
    """Return what the screen shows of a study, without line breaks."""
    text = io.StringIO()
    show_synergy(Console(file=text, width=4000), study, Texts(language))
    return text.getvalue()


def test_sampled_study_is_told(sampled: Synergy) -> None:
    """The screen says how many orders, that there is no nucleolus, and the standard error."""
    said = shown(sampled, "zh")
    assert "±" in said
    assert "60 种随机加入次序" in said
    assert "不给出核仁" in said
    assert "60 random orders" in shown(sampled, "en")
    table = tabulate_players(sampled)
    assert table["nucleolus_MCNY_yr"].isna().all()
    assert (table["shapley_error_MCNY_yr"] > 0).any()


# -- the command -------------------------------------------------------------------------------


def test_screen_tells_who_pays_whom(tmp_path: Path) -> None:
    """Both languages name the payer, the receiver, today's share and the rules of the game.

    A province whose only line is not switched on does not play, and that is said.
    """
    path = write_region(tmp_path, draw_region(1), borders=CLOSED)
    region = tmp_path / "geodata" / "study"
    for name, row in (
        ("areas", "South,province,South\n"),
        ("plants", "idle,Idle,South\n"),
        ("lines", "idle-kiln,idle,kiln,50,planned\n"),
    ):
        table = region / f"{name}.csv"
        table.write_text(table.read_text(encoding="utf-8") + row, encoding="utf-8")
    study = study_synergy(load_case(path), Asked())
    english, chinese = shown(study, "en"), shown(study, "zh")
    paid = tabulate_payments(study).iloc[0]
    assert f"{paid['from']} pays {paid['to']}" in english
    assert f"{paid['from']}付给{paid['to']}" in chinese
    assert "without surcharges" in english
    assert "Today's border rules" in english
    assert "nothing to bring: South" in english
    assert "万吨/年" in chinese
    assert "亿元/年" in chinese


def test_json_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--json prints the content of synergy.json and the folder, and nothing else."""
    path = write_region(tmp_path, draw_region(2))
    assert run_sim("synergy", path, "--out", tmp_path / "out", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    written = json.loads((Path(said.pop("folder")) / "synergy.json").read_text(encoding="utf-8"))
    assert said == written


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--players", "village"], "village"),
        (["--workers", "0"], "workers"),
        (["--workers", "2", "--cluster", "tcp://127.0.0.1:1"], "exclude each other"),
        (["--samples", "1"], "samples"),
        (["--players", "city"], "two players"),
    ],
)
def test_nonsense_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    """Unknown players, no workers, and a single player end with exit code 2, without a folder."""
    path = write_region(tmp_path, draw_region(0))
    assert run_sim("synergy", path, "--out", tmp_path / "out", *arguments) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_coalition_without_a_plan_ends_with_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A province that cannot keep its contract alone is named, and nothing is written."""
    path = write_region(tmp_path, draw_region(1))
    markets = tmp_path / "geodata" / "study" / "markets.csv"
    text = markets.read_text(encoding="utf-8").replace(
        "max [kt/yr],", "max [kt/yr],min [kt/yr],", 1
    )
    lines = [
        ",".join([*cells[:6], "5" if cells[0] == "c_East" else "0", *cells[6:]])
        if (cells := line.split(","))[0] != "id"
        else line
        for line in text.splitlines()
    ]
    markets.write_text("\n".join(lines) + "\n", encoding="utf-8")
    table = tmp_path / "geodata" / "study" / "lines.csv"
    kept = [
        x
        for x in table.read_text(encoding="utf-8").splitlines()
        if not (x.startswith("mill") and "_East" in x)
    ]
    table.write_text("\n".join(kept) + "\n", encoding="utf-8")
    code = run_sim("synergy", path, "--out", tmp_path / "out")
    assert code == 3
    assert "East" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_failed_checks_are_an_error() -> None:
    """A game that contradicts its theory leaves no results and names the check."""
    good: dict[str, dict[str, Any]] = {"a": {"passed": True}, "b": {"passed": None}}
    refuse_failures(good)
    with pytest.raises(VerificationError, match="owen_in_core"):
        refuse_failures({**good, "owen_in_core": {"passed": False, "violation": 1.0}})


@pytest.mark.parametrize("seed", range(20))
def test_settlement_pays_everyone_what_is_due(seed: int) -> None:
    """Dues of any kind are met with fewer payments than there are players."""
    rng = np.random.default_rng(seed)
    dues = rng.normal(size=rng.integers(2, 9)).round(2)
    dues -= dues.mean()
    due = {f"p{i}": float(d) for i, d in enumerate(dues)}
    paid = settle(due)
    assert len(paid) < len(due)
    for name, amount in due.items():
        net = sum(a for _, to, a in paid if to == name) - sum(a for f, _, a in paid if f == name)
        assert net == pytest.approx(amount, abs=1e-5)


# -- the page ----------------------------------------------------------------------------------


def test_page_describes_every_column(folder: Path) -> None:
    """Each column of each table is named on docs/synergy.md, in the row of its table."""
    lines = read(ROOT / "docs" / "synergy.md").splitlines()
    rows = {
        cells[1].strip(" `"): cells[2]
        for line in lines
        if len(cells := line.split("|")) == 4 and ".csv" in cells[1]
    }
    assert set(rows) == {path.name for path in folder.glob("*.csv")}
    for name, text in rows.items():
        columns = (folder / name).read_text(encoding="utf-8").splitlines()[0].split(",")
        missing = [c for c in columns if c != "period" and f"`{c}`" not in text]
        assert not missing, f"{name}: {missing}"


def test_page_shows_every_region() -> None:
    """The table of regions has a row for each baseline; else: python -m tools.build_synergy."""
    block = read(ROOT / "docs" / "synergy.md").partition("<!-- regions -->")[2]
    rows = [line for line in block.partition("<!-- end -->")[0].splitlines() if "|" in line]
    assert len(rows) - 2 == len(list_baselines())
