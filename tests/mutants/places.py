"""The faults: where, what stands there, what is put in its place, and the tests that must fail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mutant:
    """One fault."""

    name: str
    file: str
    old: str
    """What stands in the file, once."""
    new: str
    tests: tuple[str, ...]
    """Of which one fails."""

    def fits(self, root: Path) -> bool:
        """Return whether the file still has what is to be replaced."""
        path = root / self.file
        return path.is_file() and path.read_text(encoding="utf-8").count(self.old) == 1


KILLS = "tests/test_killed_exchange.py"
AGAIN = "tests/test_prices.py::test_the_columns_solved_again_are_those_of_a_changed_input"
WORTH = "tests/test_prices.py::test_a_price_is_what_a_changed_input_does"
LEDGER = "tests/test_ledger.py"

MUTANTS = (
    Mutant(
        "recover deletes the backup",
        "sim/folders/place.py",
        "        elif read_marker(old) is not None:\n            old.rename(target)\n",
        "        elif read_marker(old) is not None:\n            remove(old)\n",
        (f"{KILLS}::test_killed_time_and_again",),
    ),
    Mutant(
        "recover leaves the backup where it is",
        "sim/folders/place.py",
        "        elif read_marker(old) is not None:\n            old.rename(target)\n",
        "",
        (f"{KILLS}::test_killed_time_and_again",),
    ),
    Mutant(
        "notes are lost with the backup",
        "sim/folders/place.py",
        "            carry_over(old, target, marker)\n",
        "",
        (f"{KILLS}::test_killed_at_every_step_of_replacing",),
    ),
    Mutant(
        "the mark of a folder is removed first",
        "sim/folders/carry.py",
        "if entry.name in (MANIFEST, WRITING):",
        'if entry.name == "":',
        (f"{KILLS}::test_killed_at_every_step_of_recovering",),
    ),
    Mutant(
        "the old results go before the new ones come",
        "sim/folders/place.py",
        "    target.rename(old)\n    try:",
        "    remove(target)\n    old.mkdir()\n    try:",
        (f"{KILLS}::test_killed_at_every_step_of_replacing",),
    ),
    Mutant(
        "a lock is shared",
        "sim/folders/lock.py",
        "fcntl.LOCK_EX | fcntl.LOCK_NB",
        "fcntl.LOCK_SH | fcntl.LOCK_NB",
        ("tests/test_result_exchange.py::test_simultaneous_starts_are_alone",),
    ),
    Mutant(
        "every limit is relaxed upwards",
        "sim/diagnose/worth.py",
        "return 1.0 if self.upper else -1.0",
        "return 1.0",
        (f"{AGAIN}[floor]",),
    ),
    Mutant(
        "a point of a rate is a whole",
        "sim/diagnose/worth.py",
        'return 0.01 if self.unit == "" else 1.0',
        "return 1.0",
        (f"{AGAIN}[floor]",),
    ),
    Mutant(
        "a tenth of a limit is all of it",
        "sim/diagnose/worth.py",
        "tenth = price.direction * 0.1 * abs(price.limit)",
        "tenth = price.direction * abs(price.limit)",
        (f"{AGAIN}[capacity]",),
    ),
    Mutant(
        "re-solved rates are fractions in the table",
        "sim/results/prices.py",
        "step.change[m] * (100.0 if METRICS[m].is_rate else 1.0)",
        "step.change[m]",
        (f"{AGAIN}[capacity]",),
    ),
    Mutant(
        "the worth of rates is a fraction in the table",
        "sim/results/prices.py",
        "price.worth[metric] * (100.0 if METRICS[metric].is_rate else 1.0)",
        "price.worth[metric]",
        (f"{WORTH}[capacity]",),
    ),
    Mutant(
        "a stage kept with slack has no part in the worth",
        "sim/diagnose/worth.py",
        "            total += duals[count + number] * lever * worth[metric]\n",
        "            total += 0.0 * lever * worth[metric]\n",
        (f"{WORTH}[slack]",),
    ),
    Mutant(
        "the last failure gives the exit code",
        "sim/cli/options.py",
        "code = code or known.exit_code",
        "code = known.exit_code",
        ("tests/test_cli.py::test_the_exit_code_is_that_of_the_first_failure",),
    ),
    Mutant(
        "the first thing in the way is told",
        "sim/results/ledger.py",
        'if STRUCTURAL.index(word) > STRUCTURAL.index(why.get(key, "no_taker")):',
        "if key not in why:",
        (f"{LEDGER}::test_of_several_things_in_the_way_the_last_is_told",),
    ),
    Mutant(
        "two structural reasons are exchanged",
        "sim/results/ledger.py",
        '"reserved",\n    "out_of_reach",\n    "border_closed",',
        '"reserved",\n    "border_closed",\n    "out_of_reach",',
        (f"{LEDGER}::test_of_several_things_in_the_way_the_last_is_told",),
    ),
    Mutant(
        "a full market is told as a full line",
        "sim/rules/sales.py",
        '"market_full", Wording(',
        '"line_full", Wording(',
        (f"{LEDGER}::test_each_reason_by_hand",),
    ),
    Mutant(
        "residues are not taken off what is utilized",
        "sim/results/credit.py",
        "= of[UPTAKE] - of[DISPOSED]",
        "= of[UPTAKE]",
        ("tests/test_random_regions.py", "-k", "oracle_reaches"),
    ),
    Mutant(
        "what a plant makes and uses itself is lost",
        "sim/results/fate.py",
        "        (len(spots) + np.arange(len(spots)), np.arange(len(spots)), kept),\n",
        "",
        ("tests/test_treatment.py", "tests/test_transfers.py", "tests/test_random_regions.py"),
    ),
    Mutant(
        "there is a border within a province",
        "sim/network/borders.py",
        "return bool(a) and bool(b) and a != b",
        "return bool(a) and bool(b)",
        ("tests/test_borders.py",),
    ),
    Mutant(
        "water is carried for nothing",
        "sim/network/routes.py",
        'wet = 1.0 / (1.0 - facts["moisture"].to_numpy(float))',
        'wet = 1.0 + 0.0 * facts["moisture"].to_numpy(float)',
        ("tests/test_random_regions.py", "-k", "oracle_reaches"),
    ),
    Mutant(
        "lines run all the year",
        "sim/network/lines.py",
        'available = capacity * lines["availability"].to_numpy(float)',
        "available = capacity * 1.0",
        (WORTH, "tests/test_random_regions.py"),
    ),
    Mutant(
        "a slack in per cent is an amount",
        "sim/solve/stages.py",
        'return float(Unit("").read(stage.slack)) * abs(value)',
        'return float(Unit("").read(stage.slack))',
        ("tests/test_prices.py::test_a_slack_in_per_cent_is_of_the_best_value",),
    ),
    Mutant(
        "no cell is guarded",
        "sim/scenario/escaping.py",
        'return _UNGUARDED.sub("\'", text)',
        "return text",
        ("tests/test_harmless_tables.py",),
    ),
    Mutant(
        "ten thousand is a thousand",
        "sim/units.py",
        '"万": "1e4"',
        '"万": "1e3"',
        ("tests/test_units.py",),
    ),
    Mutant(
        "verification lets upper bounds pass",
        "sim/verify/tally.py",
        "gap = max(found - bound, 0.0)",
        "gap = max(bound - bound, 0.0)",
        ("tests/test_verify.py",),
    ),
    Mutant(
        "all coalitions weigh the same",
        "sim/games/shapley.py",
        "1.0 / (n * math.comb(n - 1, size))",
        "1.0 / 2 ** (n - 1)",
        ("tests/test_games.py",),
    ),
    Mutant(
        "the knee is the point of most gain",
        "sim/studies/frontier/study.py",
        "(p.gain - first.gain) / self.span - (p.cost - first.cost) / self.width",
        "(p.gain - first.gain) / self.span",
        ("tests/test_frontier.py", "-k", "knee"),
    ),
)
