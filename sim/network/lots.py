"""Lots: a material, kept apart where its composition, its only taker or its credit differs."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.loader.case import Case
from sim.scenario.records import records

MADE = "~made"
TREATED = "~treated"
WASTE_LIKE = ("waste", "residue")
"""Kinds of materials that count as solid waste."""


@dataclass(frozen=True, order=True)
class Lot:
    """One lot: plants keep it apart from the others of the same material."""

    material: str
    producer: str = ""
    """Zone or plant whose composition counts, or whose waste a line takes alone; '' typical."""
    made: bool = False
    """Whether it is waste-like material made by a line, not by a zone."""
    credit: str = ""
    """Tag of the generator that is credited; '' when no rate of an area is asked for."""
    treated: bool = False
    """Whether lines that do not count as utilization made it of waste not utilized before."""

    @property
    def name(self) -> str:
        """Return a short unique name: `m`, `m@producer`, `m~made`, `m~treated`, `m#credit`."""
        return (
            self.material
            + (f"@{self.producer}" if self.producer else "")
            + (TREATED if self.treated else MADE if self.made else "")
            + (f"#{self.credit}" if self.credit else "")
        )


def own_producers(case: Case) -> dict[str, frozenset[str]]:
    """Return material -> producers whose material is a lot of its own.

    Producers have their own composition, or a line that takes their waste alone.
    """
    tables = case.tables
    composition = tables["composition"]
    own: dict[str, set[str]] = {}
    for row in records(composition[composition["producer"].notna()]):
        own.setdefault(row.material, set()).add(row.producer)
    reserved = {zone for zones in tables["lines"]["only_zones"] for zone in zones}
    for frame in (tables["generation"], tables["legacy"]):
        for row in records(frame[frame["zone"].isin(reserved)]):
            own.setdefault(row.material, set()).add(row.zone)
    return {material: frozenset(names) for material, names in own.items()}


def tabulate_lots(lots: set[Lot], materials: pd.DataFrame) -> pd.DataFrame:
    """Return the lot table: index lot; material, producer, made, treated, credit, kind, primary.

    Primary is what no line has utilized yet: waste of zones, and what is left of it where lines
    treat it that do not count as utilization.
    """
    rows = [(x.name, x.material, x.producer, x.made, x.treated, x.credit) for x in sorted(lots)]
    columns = ["lot", "material", "producer", "made", "treated", "credit"]
    frame = pd.DataFrame(rows, columns=columns).astype({"made": bool, "treated": bool})
    frame["kind"] = materials["kind"].reindex(frame["material"]).to_numpy()
    frame["primary"] = frame["treated"] | ((frame["kind"] == "waste") & ~frame["made"])
    frame["waste_like"] = frame["kind"].isin(WASTE_LIKE)
    return frame.set_index("lot")


def build_contents(case: Case, lots: pd.DataFrame) -> pd.DataFrame:
    """Return lot x property: the producer's own value where given, else the typical one."""
    composition = case.tables["composition"]
    properties = sorted(composition["property"].unique())
    typical = composition[composition["producer"].isna()]
    table = typical.pivot(index="material", columns="property", values="value")
    table = table.reindex(columns=properties)
    contents = table.reindex(lots["material"].to_numpy()).set_axis(lots.index)
    places: dict[tuple[str, str], list[int]] = {}
    for place, pair in enumerate(zip(lots["material"], lots["producer"], strict=True)):
        places.setdefault(pair, []).append(place)
    values = contents.to_numpy(float, copy=True)
    column = {name: i for i, name in enumerate(properties)}
    for row in records(composition[composition["producer"].notna()]):
        values[places.get((row.material, row.producer), []), column[row.property]] = row.value
    return pd.DataFrame(values, lots.index, contents.columns).fillna(0.0)
