"""Styles for QGIS: the symbols and colours of the map, as its QML files have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

import pandas as pd
from matplotlib.colors import to_hex, to_rgb

from sim.draw import palette
from sim.draw.families import name_families
from sim.draw.fonts import MapFont
from sim.draw.outlets import KINDS
from sim.draw.sites import shape_families
from sim.results.heads import bare_title
from sim.say.texts import Texts

_SHAPES = {
    "s": ("square", 0),
    "^": ("triangle", 0),
    "D": ("diamond", 0),
    "p": ("pentagon", 0),
    "v": ("triangle", 180),
    "h": ("hexagon", 0),
    "P": ("cross_fill", 0),
    "X": ("cross_fill", 45),
    "<": ("triangle", 270),
    ">": ("triangle", 90),
    "8": ("octagon", 0),
    "*": ("star", 0),
}
"""Marker of the map -> QGIS's name of it, and degrees that it is turned."""
_OUTLETS = {"sink": "diamond", "market": "star"}
_SYMBOL = """if("kind" = 'plant', regexp_substr("family", '^([^;]*)'), "kind")"""
"""What decides about a symbol: of plants the family of the first line."""
_VERSION = "3.28"


@dataclass(frozen=True)
class _Category:
    value: str
    label: str
    kind: str
    """marker or line."""
    options: Mapping[str, str]
    driven: Mapping[str, str]
    """Property -> expression that sets it."""


def style_sites(tables: Mapping[str, pd.DataFrame], font: MapFont) -> str:
    """Return the style of sites: circles by generation and rate, a shape a technology family."""
    texts, lines = font.texts, tables["lines"]
    largest = float(tables["zones"]["generation_kt_yr"].max() or 1.0)
    shapes = shape_families(lines["family"].fillna("").unique(), tables.get("technologies"))
    names = name_families(lines, font)
    zone = _Category(
        "zone",
        texts.say("named_zone"),
        "marker",
        {"name": "circle", "color": _rgb("#8cc7c0"), "size": "4", "outline_color": _rgb("#ffffff")},
        {"size": _size(largest), "fillColor": _ramp("utilization_rate_pct")},
    )
    plants = [_plant(family, shape, names[family]) for family, shape in shapes.items()]
    ends = [
        _Category(
            kind,
            texts.say(f"code_{kind}"),
            "marker",
            {"name": _OUTLETS[kind], "color": _rgb(palette.DISPOSAL), "size": "3"},
            {},
        )
        for kind in KINDS
    ]
    return _write([zone, *plants, *ends], _SYMBOL, texts, tables["zones"].columns)


def style_flows(tables: Mapping[str, pd.DataFrame], font: MapFont) -> str:
    """Return the style of flows: colour by mode of transport, width by tonnage."""
    modes = tables["modes"]
    mediums = dict(zip(modes["id"], modes["medium"], strict=True))
    names = {str(row["id"]): font.texts.pick(row, "name") for row in modes.to_dict("records")}
    largest = float(tables["flows"]["amount_kt_yr"].max() or 1.0)
    width = f'0.2 + 2.5 * sqrt("amount_kt_yr" / {largest:.6g})'
    categories = [
        _Category(
            mode,
            names[mode] or mode,
            "line",
            {"line_color": _rgb(color), "line_width": "0.6", "capstyle": "round"},
            {"outlineWidth": width},
        )
        for mode, color in palette.pick_mode_colors(mediums).items()
    ]
    return _write(categories, "mode", font.texts, tables["flows"].columns)


def _plant(family: str, shape: str, name: str) -> _Category:
    marker, angle = _SHAPES[shape]
    look = {"name": marker, "angle": str(angle), "color": _rgb("#a3a8b2"), "size": "3"}
    return _Category(family, name, "marker", look, {})


def _size(largest: float) -> str:
    return f'1.2 + 9 * sqrt("generation_kt_yr" / {largest:.6g})'


def _ramp(column: str) -> str:
    """Return the expression of the map's colour of a rate in per cent."""
    stops = (0.0, 0.25, 0.5, 0.75, 1.0)
    colors = ", ".join(f"{at}, '{_hex(at)}'" for at in stops)
    return f'ramp_color(create_ramp(map({colors})), "{column}" / 100)'


def _hex(at: float) -> str:
    return str(to_hex(palette.RATE(at)))


def _rgb(color: str) -> str:
    red, green, blue = (round(255 * part) for part in to_rgb(color))
    return f"{red},{green},{blue},255"


def _write(
    categories: Iterable[_Category], attribute: str, texts: Texts, columns: Iterable[object]
) -> str:
    """Return a QML document: a renderer by categories, labels, and titles of the fields."""
    root = Element("qgis", version=_VERSION, styleCategories="Symbology|Labeling|Fields")
    renderer = SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr=attribute, symbollevels="0"
    )
    listed, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for number, one in enumerate(categories):
        SubElement(
            listed, "category", render="true", symbol=str(number), value=one.value, label=one.label
        )
        _add_symbol(symbols, str(number), one)
    aliases = SubElement(root, "aliases")
    for name in map(str, columns):
        SubElement(aliases, "alias", field=name, name=bare_title(name, texts))
    text = tostring(root, encoding="unicode")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{text}\n"


def _add_symbol(symbols: Element, name: str, one: _Category) -> None:
    symbol = SubElement(symbols, "symbol", type=one.kind, name=name, alpha="1", clip_to_extent="1")
    kind = "SimpleMarker" if one.kind == "marker" else "SimpleLine"
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    options = SubElement(layer, "Option", type="Map")
    for key, value in one.options.items():
        SubElement(options, "Option", name=key, type="QString", value=value)
    driven = SubElement(SubElement(layer, "data_defined_properties"), "Option", type="Map")
    SubElement(driven, "Option", name="name", type="QString", value="")
    properties = SubElement(driven, "Option", name="properties", type="Map")
    for key, expression in one.driven.items():
        entry = SubElement(properties, "Option", name=key, type="Map")
        SubElement(entry, "Option", name="active", type="bool", value="true")
        SubElement(entry, "Option", name="expression", type="QString", value=expression)
        SubElement(entry, "Option", name="type", type="int", value="3")
    SubElement(driven, "Option", name="type", type="QString", value="collection")
