"""Lines with a least load run at least that much: there is no switching off, unless `if_used`.

    sum(act[l,q,t] for recipes q) - m[l] * build[l,t] + m[l] * sum(close[l,e,t] for entries e)
      >= low[l]

There is a row for each line that stands and has a least load. `m` is the availability times the
least load: what is built has to run as well, and what closes has not.
One that holds only if the line is used has a row of its own.
"""

from collections.abc import Iterable, Mapping

from sim.rules.duties import DUTY
from sim.rules.family import Cell, Cells, Conflict, ConflictGroup, Family, Sweep
from sim.rules.lines import by_line, stands, switched_on
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "line_min_load"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line that has a least load."""
    lines = stands(n)
    loaded = lines[(lines["min_load"] > 0) & ~lines["if_used"]]
    return (
        Rows(NAME, loaded[["line"]], lower=loaded["min_load_kt_yr"])
        .add(1.0, c.block("act"), n.runs[["line"]])
        .add(-n.expansions["least"], c.block("build"), n.expansions[["line"]])
        .add(n.closures["least"], c.block("close"), n.closures[["line"]])
    )


def read(stated: Iterable[Cells], n: Tables) -> Mapping[Index, float]:
    """Return line -> kt/yr that it must run."""
    rows = list(stated)
    free = {cells["id"] for cells in rows if cells["if_used"]}
    loads = {line: most * least for line, most, least in switched_on(rows, n) if least > 0}
    return {(line,): load for line, load in loads.items() if line not in free}


def available(n: Tables) -> Mapping[Index, float]:
    """Return line -> kt/yr that the least load is a share of."""
    return by_line(n, n.lines["available_kt_yr"])


def of_nameplate(n: Tables) -> Mapping[Index, float]:
    """Return line -> what is available of a kt/yr of nameplate."""
    return by_line(n, n.lines["availability"])


GROUP = ConflictGroup(
    "min_load", Wording("{count} least loads", "{count} 条产线的最低负荷"), gives_alone=True
)
FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Least load of {0}", "{0}：最低负荷"),
    index=("line",),
    symbols="l,t",
    kind="limit",
    rows=rows,
    cell=Cell("lines", ("id",), "min_load", "", times=("availability", "capacity")),
    gives="down",
    softness=4.0,
    reason=DUTY,
    conflict=Conflict(GROUP, 80),
    edit=Wording(
        "lower the least load of {about} from {old} to {new}",
        "将{about}最低负荷由 {old} 降至 {new}",
    ),
    owner="line",
    # No column of its own: the bound moves with the capacity, another least load is another case.
    sweep=Sweep((), read),
    check="line_capacity",
    sizes=available,
    of_built=of_nameplate,
)
