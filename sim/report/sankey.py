"""From wastes over technologies to products, residues and what stays unused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sim.draw import palette
from sim.draw.flows import WASTE, list_goods
from sim.report.safe import escape_plot
from sim.say.texts import Texts

_LEAST_SHARE = 0.004
"""Smaller parts of the whole are merged into 'other'."""
_WASTE_COLORS = (
    "#4e79a7",
    "#b07d3c",
    "#6a9f58",
    "#8f6bb0",
    "#c2665b",
    "#3f9aa3",
    "#a08c5b",
    "#7b8794",
    "#b5739d",
    "#5f7f3f",
)
_TECHNOLOGY = "#5a606b"
_PRODUCT = "#0c5c74"
_RESIDUE = "#b09a6a"
_UNUSED = "#a3243b"
_COLUMNS = ["source", "target", "kt"]


@dataclass(frozen=True)
class Chart:
    """A Sankey chart for the script of the page."""

    data: dict[str, Any]
    least: float
    """kt/yr under which parts are merged."""
    rows: list[tuple[str, str, float]] = field(default_factory=list)
    """From, to and kt/yr of every band, the same as text."""


def chart_materials(frames: Mapping[str, pd.DataFrame], texts: Texts) -> Chart | None:
    """Return the chart of a run; None when nothing arises.

    Nodes are told apart by a prefix: `w` wastes, `t` technologies, `p` goods, and the rest.
    """
    links = pd.concat([_list_intake(frames), _list_outlets(frames), _list_unused(frames)])
    links = links[links["kt"] > 0]
    if links.empty:
        return None
    inflow = links[links["source"].str[0].isin(["w", "r"])]["kt"].sum()
    least = _LEAST_SHARE * float(inflow)
    merged = _merge_small(links, least)
    return Chart(
        _make_figure(merged, texts),
        least,
        [
            (_label(str(r["source"]), texts), _label(str(r["target"]), texts), float(r["kt"]))
            for r in merged.to_dict("records")
        ],
    )


def _list_intake(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return waste -> technology, and residues of other lines -> technology."""
    waste = _list_waste_inputs(frames)
    own = waste["source"] == "zone"
    source = ("w:" + waste["material"]).where(own, "residues_in:")
    frame = pd.DataFrame(
        {"source": source, "target": "t:" + waste["technology"], "kt": waste["amount_kt_yr"]}
    )
    return _sum_links(frame)


def _sum_links(links: pd.DataFrame) -> pd.DataFrame:
    return links.groupby(["source", "target"])["kt"].sum().reset_index()


def _list_waste_inputs(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    goods = list_goods(frames["line_outputs"])
    table = frames["line_inputs"]
    made = table["source"].isin(["plant", "treated"])
    handed_on = made & ~table["material"].isin(goods)
    waste = table[(table["source"] == "zone") | handed_on]
    technology = frames["lines"].set_index("line")["technology"]
    return waste.assign(technology=waste["line"].map(technology).astype(str))


def _list_outlets(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return technology -> goods and residues; waste goes into goods by their mass."""
    waste = _list_waste_inputs(frames)
    keys = ["line", "recipe"]
    taken = waste.groupby(keys)["amount_kt_yr"].sum().to_dict()
    technology = dict(zip(frames["lines"]["line"], frames["lines"]["technology"], strict=True))
    passed = _share_passed_on(frames)
    made = frames["line_outputs"]
    made_by: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
    for row in made.to_dict("records"):
        part = (str(row["material"]), str(row["kind"]), float(row["amount_kt_yr"]))
        made_by.setdefault((str(row["line"]), str(row["recipe"])), []).append(part)
    rows = []
    for key, parts in made_by.items():
        node = f"t:{technology[key[0]]}"
        rows += _allot(node, float(taken.get(key, 0.0)), parts, passed)
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    return _sum_links(frame)


def _allot(
    node: str, left: float, parts: list[tuple[str, str, float]], passed: Mapping[str, float]
) -> list[tuple[str, str, float]]:
    """Return where the waste that a line takes in ends: residues first, goods by their mass."""
    rows = []
    for material, kind, kt in parts:
        if kind in WASTE:
            part, share = min(kt, left), passed.get(material, 0.0)
            left -= part
            rows += [
                (node, "residue_used:", part * share),
                (node, "residue_disposed:", part * (1 - share)),
            ]
    goods = [(material, kt) for material, kind, kt in parts if kind not in WASTE]
    mass = sum(kt for _, kt in goods)
    return rows + [(node, f"p:{m}", left * kt / mass) for m, kt in goods if mass > 0]


def _share_passed_on(frames: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Return for each residue what part of it other lines take over."""
    flows = frames["flows"]
    leaving = flows[flows["origin_kind"] == "plant"]
    whole = leaving[leaving["role"].isin(["chain", "disposal", "storage"])]
    amounts = whole.groupby("material")["amount_kt_yr"].sum()
    used = whole[whole["role"] == "chain"].groupby("material")["amount_kt_yr"].sum()
    shares = used.reindex(amounts.index, fill_value=0.0) / amounts
    return {str(m): float(v) for m, v in shares.items()}


def _list_unused(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what no line takes in; what is only treated goes to the lines that treat it."""
    arising = ["generation_kt_yr", "legacy_used_kt_yr"]
    unused = frames["wastes"].groupby("material")[arising].sum().sum(axis=1)
    inputs = frames["line_inputs"]
    taken = inputs[inputs["source"] == "zone"].groupby("material")["amount_kt_yr"].sum()
    unused = unused.sub(taken, fill_value=0.0)
    unused = unused[unused > 1e-6]
    rows = [(f"w:{material}", "unused:", float(kt)) for material, kt in unused.items()]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _merge_small(links: pd.DataFrame, least: float) -> pd.DataFrame:
    """Return the links with the small nodes of each kind taken together."""
    size = pd.concat([links.groupby(end)["kt"].sum() for end in ("source", "target")], axis=1)
    small = set(size.index[size.max(axis=1) < least])
    single = {kind for kind in "wtp" if sum(n[0] == kind and ":" in n for n in small) < 2}
    rename = {n: f"{n[0]}:" for n in small if n[:2] in ("w:", "t:", "p:") and n[0] not in single}
    merged = links.assign(**{e: links[e].map(lambda n: rename.get(n, n)) for e in _COLUMNS[:2]})
    return _sum_links(merged).sort_values(["kt", "source", "target"], ascending=[False, True, True])


def _make_figure(links: pd.DataFrame, texts: Texts) -> dict[str, Any]:
    sizes = pd.concat([links.groupby("source")["kt"].sum(), links.groupby("target")["kt"].sum()])
    nodes = list(sizes.groupby(level=0).max().sort_values(ascending=False).index)
    number = {node: i for i, node in enumerate(nodes)}
    wastes = [node for node in nodes if node.startswith("w:")]
    colors = {node: _WASTE_COLORS[i % len(_WASTE_COLORS)] for i, node in enumerate(wastes)}
    painted = [colors.get(node) or _paint(node) for node in nodes]
    rows = links.to_dict("records")
    return {
        "labels": [escape_plot(_label(node, texts)) for node in nodes],
        "colors": painted,
        "sizes": [round(float(sizes[[node]].max()), 6) for node in nodes],
        "source": [number[r["source"]] for r in rows],
        "target": [number[r["target"]] for r in rows],
        "value": [round(float(r["kt"]), 6) for r in rows],
        "link_colors": [_fade(painted[number[_tint(r)]]) for r in rows],
    }


def _tint(link: Mapping[Any, Any]) -> str:
    """Return the node whose colour a band takes: the outlet where waste is lost or handed on."""
    source, target = str(link["source"]), str(link["target"])
    return target if source.startswith("t:") or target == "unused:" else source


def _paint(node: str) -> str:
    if node == "unused:":
        return _UNUSED
    if node.startswith("t:"):
        return _TECHNOLOGY
    if node.startswith("p:"):
        return _PRODUCT
    return palette.DISPOSAL if node == "residue_disposed:" else _RESIDUE


def _fade(color: str) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.34)"


_KINDS = {
    "w": ("materials", "report_other_wastes"),
    "t": ("technologies", "report_other_technologies"),
    "p": ("materials", "report_other_products"),
}
_FIXED = {
    "residues_in:": "report_taken_over",
    "residue_used:": "report_passed_on",
    "residue_disposed:": "report_residue_disposed",
    "unused:": "report_unused",
}


def _label(node: str, texts: Texts) -> str:
    if node in _FIXED:
        return texts.say(_FIXED[node])
    kind, _, key = node.partition(":")
    group, other = _KINDS[kind]
    return texts.name(group, key) if key else texts.say(other)
