"""The programme of several years: those of the years side by side, and what ties them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse import block_diag, coo_array, csc_array, hstack, vstack

from sim.errors import InfeasibleError
from sim.model import Arrays, Floats, Programme, build_arrays
from sim.network import Network
from sim.rules.metric import MONEY
from sim.rules.metrics import METRICS
from sim.say.message import message
from sim.solve.forms import Form, make_form
from sim.solve.route_weights import weight_of
from sim.solve.stages import column_weights
from sim.years.links import NOTHING_BEFORE, Blocks, History, Links, link_years
from sim.years.timeline import Timeline


@dataclass(frozen=True)
class YearsProgramme:
    """All years as one linear programme."""

    blocks: Blocks
    links: Links
    arrays: Arrays
    _forms: dict[str, Form] = field(default_factory=dict)

    @property
    def timeline(self) -> Timeline:
        """Return the years."""
        return self.blocks.timeline

    @cached_property
    def row_starts(self) -> list[int]:
        """Return the number of the first row of each year, and of the rows between years."""
        sizes = [len(programme.arrays.row_names) for programme in self.blocks.programmes]
        return [0, *np.cumsum(sizes).tolist()]

    def form(self, metric: str) -> Form:
        """Return a metric over all years, as vectors over all columns.

        Money counts its present value in the first year, million CNY; other amounts are summed
        over the years that each year stands for. A rate is the sum above over the sum below.
        """
        if metric not in self._forms:
            parts = [make_form(programme.vectors(metric)) for programme in self.blocks.programmes]
            self._forms[metric] = self._join(parts, self.weights(metric))
        return self._forms[metric]

    def weights(self, metric: str) -> Floats:
        """Return what a metric of each year counts in that of all years."""
        if METRICS[metric].unit == MONEY:
            return self.timeline.present
        return np.asarray(self.timeline.spans, dtype=float)

    def _join(self, parts: Sequence[Form], weights: Floats) -> Form:
        extra = np.zeros(len(self.links.columns))
        pairs = list(zip(weights.tolist(), parts, strict=True))
        vector = np.concatenate([*(w * part.vector for w, part in pairs), extra])
        offset = sum(w * part.offset for w, part in pairs)
        if parts[0].below is None:
            return Form(vector, offset)
        below = np.concatenate(
            [*(w * part.below for w, part in pairs if part.below is not None), extra]
        )
        return Form(vector, offset, below, sum(w * part.below_offset for w, part in pairs))

    def tie_weights(self) -> Floats:
        """Return the weight of each column that breaks ties, from its name alone."""
        own = [column_weights(programme.columns) for programme in self.blocks.programmes]
        return np.concatenate([*own, [weight_of(name) for name in self.links.columns]])

    def columns_of(self, values: Floats, position: int) -> Floats:
        """Return the columns of a year."""
        starts = self.blocks.starts
        return values[starts[position] : starts[position + 1]]

    def rows_of(self, values: Floats, position: int) -> Floats:
        """Return the rows of a year."""
        return values[self.row_starts[position] : self.row_starts[position + 1]]


def build_years(
    networks: Sequence[Network],
    timeline: Timeline,
    budget: float | None,
    history: History = NOTHING_BEFORE,
) -> YearsProgramme:
    """Return the programme of the networks of the years, after what was decided before.

    Raises
    ------
    InfeasibleError
        A row that nothing is in cannot hold in some year.
    """
    programmes = tuple(build_arrays(network) for network in networks)
    for programme, year in zip(programmes, timeline.years, strict=True):
        for row in programme.hopeless:
            name = f"{row.name[0]}[{','.join(map(str, row.name[1]))}]"
            raise InfeasibleError(message("no_plan_row_in_year", row=name, year=year))
    blocks = Blocks(programmes, timeline)
    links = link_years(blocks, budget, history)
    return YearsProgramme(blocks, links, _join_arrays(programmes, links))


def _join_arrays(programmes: Sequence[Programme], links: Links) -> Arrays:
    parts = [programme.arrays for programme in programmes]
    many, more = len(links.names), len(links.columns)
    own = block_diag([part.matrix for part in parts], format="csc")
    beside = csc_array((own.shape[0], more))
    between = coo_array((links.sizes, (links.rows, links.at)), shape=(many, own.shape[1] + more))
    matrix = csc_array(vstack([hstack([own, beside]), between]))
    return Arrays(
        matrix=matrix,
        lower=np.concatenate([*(part.lower for part in parts), links.lower]),
        upper=np.concatenate([*(part.upper for part in parts), links.upper]),
        row_names=[*(name for part in parts for name in part.row_names), *links.names],
        column_names=[*(name for part in parts for name in part.column_names), *links.columns],
        size=min(part.size for part in parts),
    )
