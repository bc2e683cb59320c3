"""What rows and columns are called outside: by what they mean, not by their number.

A route is a number in the arrays. Outside it is called by origin, destination, lot and way; a way
is the mode, or one of several ways by it, so that the four tell every route from the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from sim.model import Programme
from sim.model.arrays import Name
from sim.network import Network

LONGEST = 200
"""Characters of a name in a file; LP readers take 255."""
_REFUSED = re.compile(r"[^A-Za-z0-9_]")
"""Signs that not every reader of MPS and LP files takes within a name."""


def column_names(programme: Programme) -> list[Name]:
    """Return (variable, index) of every column, with the meaning of a route for its number.

    `("ship", (17, 2025))` becomes `("ship", ("z1", "p1", "slag", "road", 2025))`.
    """
    routes = name_routes(programme.network)
    return [
        (variable, (*routes[index[0]], *index[1:]) if variable == "ship" else index)
        for variable, index in programme.arrays.column_names
    ]


def name_routes(network: Network) -> dict[object, tuple[str, str, str, str]]:
    """Return route -> origin, destination, lot and way; the second of the same gets `way#2`."""
    table = network.routes[["origin", "destination", "lot", "way"]]
    seen: Counter[tuple[str, str, str, str]] = Counter()
    found: dict[object, tuple[str, str, str, str]] = {}
    for route, *ends in table.itertuples(name=None):
        origin, destination, lot, way = map(str, ends)
        seen[origin, destination, lot, way] += 1
        again = seen[origin, destination, lot, way]
        found[route] = origin, destination, lot, way if again == 1 else f"{way}#{again}"
    return found


def show(name: Name) -> str:
    """Return a name as people read it.

    >>> show(("line_capacity", ("l1", 2025)))
    'line_capacity[l1,2025]'
    """
    return f"{name[0]}[{','.join(map(str, name[1]))}]"


def file_names(names: Sequence[Name]) -> list[str]:
    """Return a name for each row or column that MPS and LP files of every solver take.

    Letters of ASCII, digits and `_` stay as they are, parts are joined by a full stop, any other
    sign becomes its number in Unicode. Names that are too long or would be the same get a number
    at the end, so all are told apart; `names_table` says what each of them means.

    >>> file_names([("ship", ("z-1", "p1", "slag", "road", 2025)), ("act", ("磨", 2025))])
    ['ship.z_x2d_1.p1.slag.road.2025', 'act._x78e8_.2025']
    """
    return _tell_apart(
        ".".join([component, *(_REFUSED.sub(_spell, str(part)) for part in index)])
        for component, index in names
    )


def _spell(sign: re.Match[str]) -> str:
    return f"_x{ord(sign[0]):x}_"


def _tell_apart(texts: Iterable[str]) -> list[str]:
    """Return the texts cut to LONGEST, with a number at the end where one was there before."""
    taken: set[str] = set()
    found = []
    for text in texts:
        name, again = text[:LONGEST], 1
        while name in taken or (again == 1 and len(text) > LONGEST):
            again += 1
            name = f"{text[:LONGEST]}.n{again}"
        taken.add(name)
        found.append(name)
    return found
