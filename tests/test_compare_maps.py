"""Maps of a comparison: one scale for all, and the difference as it was worked out by hand."""

from __future__ import annotations

import doctest
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib import rc_context
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.cli.project import create
from sim.draw import fonts, palette
from sim.draw.canvas import MapError, list_places, view_window
from sim.draw.flows import lay_flows
from sim.draw.fonts import pick_font
from sim.draw.routes import make_path
from sim.draw.scene import find_load
from sim.draw.style import drawing_style
from sim.geo.basemap import load_basemap
from sim.say import WORDS, Language
from sim.studies.compare import map_difference as compare_difference
from sim.studies.compare.map_difference import (
    draw_difference,
    find_limit,
    frame_difference,
    gather_change,
    subtract_flows,
)
from sim.studies.compare.map_legend import measure_square
from sim.studies.compare.map_panels import draw_panels, frame_panels, gather_scenes, plan_layout
from sim.studies.compare.maps import list_tables, save_comparison_maps
from sim.studies.compare.study import ComparedRun, Comparison, compare, read_run
from sim.studies.run.run import RunOptions, run

pytestmark = pytest.mark.xdist_group("compare-maps")

CHINESE = fonts.find_chinese_font()
NAMES = ("baseline", "closed-border", "more-grinding")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[ComparedRun]:
    """The three runs of the example project."""
    project = tmp_path_factory.mktemp("example") / "project"
    create(project)
    options = RunOptions(basemap="none")
    return [read_run(run(project / "scenarios" / f"{n}.yaml", options).folder) for n in NAMES]


def panels(comparison: Comparison, root: Path, language: Language = "en") -> Figure:
    tables = [list_tables(r) for r in comparison.runs]
    frame, font = frame_panels(tables), pick_font(language)
    with rc_context(drawing_style(font.family)):
        ground = load_basemap("schematic", view_window(frame.view), root)
        return draw_panels(comparison, tables, frame, font, ground)


def difference(comparison: Comparison, root: Path, language: Language = "en") -> Figure:
    tables = [list_tables(r) for r in comparison.runs]
    view, font = frame_difference(tables), pick_font(language)
    with rc_context(drawing_style(font.family)):
        ground = load_basemap("schematic", view_window(view), root)
        return draw_difference(comparison, tables, view, font, ground)


@pytest.fixture(scope="module")
def sheet(runs: list[ComparedRun], project_root: Path) -> Figure:
    return panels(compare(runs), project_root)


@pytest.fixture(scope="module")
def closed(runs: list[ComparedRun], project_root: Path) -> Figure:
    return difference(compare(runs[:2]), project_root)


def texts_of(figure: Figure) -> list[str]:
    found = [t for t in figure.findobj(Text) if isinstance(t, Text) and t.get_text().strip()]
    return [" ".join(t.get_text().split()) for t in found]


def flows(rows: Sequence[tuple[str, str, float, str]]) -> dict[str, pd.DataFrame]:
    """Result tables of flows: origin, destination, kt/yr, mode; sites stand at their number."""
    frame = pd.DataFrame(rows, columns=["origin", "destination", "amount_kt_yr", "mode"])
    spots = {f"{end}_lon": frame[end].str[1:].astype(float) / 10 + 115 for end in frame.columns[:2]}
    return {
        "flows": frame.assign(
            role="utilization",
            material="ash",
            via="",
            km=30.0,
            cross_border=False,
            **spots,
            origin_lat=30.0,
            destination_lat=30.5,
        )
    }


# ---- the difference -----------------------------------------------------------------------------


def test_changed_flows_are_those_worked_out_by_hand() -> None:
    """More, less, gained and lost by pair; a change of mode is both; what stays has no arrow."""
    first = flows(
        [
            ("z1", "p1", 100, "truck"),
            ("z2", "p1", 50, "truck"),
            ("z3", "p1", 40, "truck"),
            ("z4", "p1", 30, "truck"),
            ("z5", "p1", 20, "rail"),
        ]
    )
    last = flows(
        [
            ("z1", "p1", 160, "truck"),
            ("z2", "p1", 35, "truck"),
            ("z4", "p1", 30, "truck"),
            ("z5", "p1", 20, "truck"),
            ("z6", "p2", 70, "truck"),
        ]
    )
    changed = subtract_flows(first, last)
    found = [tuple(r) for r in changed[["origin", "destination", "mode", "amount"]].to_numpy()]
    assert found == [
        ("z6", "p2", "more", 70.0),
        ("z1", "p1", "more", 60.0),
        ("z3", "p1", "less", 40.0),
        ("z5", "p1", "less", 20.0),
        ("z5", "p1", "more", 20.0),
        ("z2", "p1", "less", 15.0),
    ]


def test_the_same_run_has_no_changed_flow(runs: list[ComparedRun]) -> None:
    """A run against itself: nothing to draw."""
    tables = list_tables(runs[0])
    assert subtract_flows(tables, tables).empty


def test_sites_show_their_change(runs: list[ComparedRun], project_root: Path) -> None:
    """Circles carry the points of their zone, squares the change of their plant's uptake."""
    comparison = compare(runs[:2])
    tables = [list_tables(r) for r in comparison.runs]
    view = frame_difference(tables)
    ground = load_basemap("schematic", view_window(view), project_root)
    change = gather_change(comparison, tables, ground, view)
    before, after = (t["zones"].set_index("zone")["utilization_rate_pct"] for t in tables)
    shown = change.scene.sites.zones.set_index("zone")["rate"]
    for zone in before.index:
        assert shown[zone] == pytest.approx(after[zone] - before[zone], abs=1e-6)
    uptake = [t["lines"].groupby("plant")["uptake_kt_yr"].sum() for t in tables]
    plants = change.scene.sites.plants.set_index("plant")
    for plant, amount in (uptake[1] - uptake[0]).items():
        assert plants.loc[plant, "change"] == pytest.approx(amount, abs=1e-5)
    moved = plants[plants["change"] != 0].sort_values("amount")
    areas = (moved["size"] ** 2 / moved["amount"]).iloc[-2:]
    assert areas.iloc[0] == pytest.approx(areas.iloc[1])


def test_more_and_less_have_their_colours(closed: Figure) -> None:
    """Plants that lose uptake are of one colour, those that gain of another; so are arrows."""
    ax = closed.axes[0]
    faces = {
        to_hex(face)
        for c in ax.collections
        if isinstance(c, PathCollection) and c.get_zorder() == 6
        for face in c.get_facecolors()
    }
    assert {palette.LESS, palette.MORE} <= faces
    arrows = {to_hex(p.get_facecolor()) for p in ax.patches if 3 <= p.get_zorder() < 5}
    light = {palette.lighten(c, 0.35) for c in (palette.LESS, palette.MORE)}
    assert palette.LESS in arrows
    assert arrows <= {palette.LESS, palette.MORE, palette.LAND, *light}


def test_the_heading_tells_the_difference(closed: Figure) -> None:
    """Which run against which, the rate before and after with its points, borders and cost."""
    found = texts_of(closed)
    title = "What changes: Example: each province on its own, against Example: today"
    assert title in found
    line = next(t for t in found if t.startswith("Net utilization 55.4 % → 43.1 %"))
    assert "(−12.4 points)" in line
    assert "across province borders −532 kt/yr" in line


def test_the_legend_explains_what_is_drawn(closed: Figure, runs: list[ComparedRun]) -> None:
    """Provinces with their points, circles, squares and arrows; nothing that does not occur."""
    found = {t.get_text() for t in closed.axes[1].texts}
    for key in (
        "compare_by_province",
        "compare_zones",
        "compare_zones_color",
        "compare_plants",
        "compare_plants_size",
        "compare_arrows",
        "compare_arrows_width",
    ):
        assert WORDS[key][0] in found, key
    assert {"less or lost", "more or new", "66 % → 39 %", "−26.2"} <= found
    assert WORDS["compare_zone_single"][0] not in found


def test_runs_without_a_difference_have_a_map(runs: list[ComparedRun], project_root: Path) -> None:
    """Nothing changes: no arrow, and the caption says so."""
    twin = replace(runs[0], name="twin")
    figure = difference(compare([runs[0], twin]), project_root)
    assert WORDS["compare_shown_none"][0] in texts_of(figure)
    assert not {t.get_text() for t in figure.axes[1].texts} & {WORDS["compare_arrows"][0]}


def test_a_zone_of_one_run_has_no_rate_to_compare(
    runs: list[ComparedRun], project_root: Path
) -> None:
    """A zone that one run lacks is drawn apart from the scale, and the legend says what it is."""
    zones = runs[1].results["zones"]
    gone = str(zones["zone"].iloc[0])
    fewer = replace(
        runs[1],
        results=replace(
            runs[1].results,
            frames={**runs[1].results.frames, "zones": zones[zones["zone"] != gone]},
        ),
    )
    comparison = compare([runs[0], fewer])
    assert comparison.zones.set_index("zone").loc[gone, "change"] == "lost"
    figure = difference(comparison, project_root)
    assert WORDS["compare_zone_single"][0] in {t.get_text() for t in figure.axes[1].texts}
    circles = [c for c in figure.axes[0].collections if c.get_zorder() == 5]
    assert [len(c.get_offsets()) for c in circles] == [len(zones) - 1, 1]


@pytest.mark.parametrize(
    ("points", "limit", "clipped"),
    [([0.0], 5.0, False), ([-7.0, 3.0], 10.0, False), ([math.nan], 5.0, False), ([51], 50.0, True)],
)
def test_the_scale_of_points_holds_the_changes(
    points: list[float], limit: float, clipped: bool
) -> None:
    """The ends are round; what lies beyond the last is said to."""
    assert find_limit(pd.Series(points, dtype=float)) == (limit, clipped)


def test_squares_are_sized_by_area() -> None:
    """Four times the change has twice the side; none at all has the least."""
    sides = measure_square(np.array([400.0, 100.0, 0.0]), 400.0)
    assert sides[0] == pytest.approx(2 * sides[1])
    assert sides[2] < sides[1]


def test_an_outline_in_two_pieces_is_drawn_whole() -> None:
    """Stretches of a river that do not touch make one path of both."""
    path = make_path(shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 0, 6, 1)]))
    assert path.contains_point((0.5, 0.5))
    assert path.contains_point((5.5, 0.5))
    assert not path.contains_point((3.0, 0.5))


# ---- small multiples ----------------------------------------------------------------------------


def test_all_maps_have_one_scale(runs: list[ComparedRun], project_root: Path) -> None:
    """The same amount has the same circle, arrow, shape and colour in every run."""
    tables = [list_tables(r) for r in runs]
    frame = frame_panels(tables)
    ground = load_basemap("schematic", view_window(frame.view), project_root)
    scenes = gather_scenes(tables, ground, frame.view)
    assert len({s.sites.largest for s in scenes}) == 1
    assert len({s.flows.points_per_kt for s in scenes}) == 1
    assert all(
        s.colors == scenes[0].colors and s.sites.shapes == scenes[0].sites.shapes for s in scenes
    )
    strongest = max(float(s.flows.shown["amount"].max()) for s in scenes)
    widest = max(float(s.flows.shown["width"].max()) for s in scenes)
    assert widest == pytest.approx(strongest * scenes[0].flows.points_per_kt)


def test_a_full_river_narrows_all_arrows(runs: list[ComparedRun], project_root: Path) -> None:
    """The load of a river is that of its fullest stretch: flows that share it add up."""
    tables = [list_tables(runs[0])]
    view = frame_panels(tables * 2).view
    ground = load_basemap("schematic", view_window(view), project_root)
    middle = view.bottom + view.height / 2
    stops = np.linspace(view.left, view.right, 6)[1:5]
    ports = {f"t{n}": np.array([x, middle]) for n, x in enumerate(stops)}
    merged = pd.DataFrame(
        [("t0>t2", 300.0), ("t1>t3", 200.0), ("t0>t1", 50.0)], columns=["via", "amount"]
    ).assign(
        origin="a",
        destination="b",
        mode="barge",
        cross_border=False,
        disposal=False,
        origin_lon=115.0,
        origin_lat=30.0,
        destination_lon=116.0,
        destination_lat=30.5,
    )
    river = np.array([[view.left, middle], [view.right, middle]])
    scene = replace(
        gather_scenes(tables, ground, view)[0],
        flows=lay_flows(merged, view.projection),
        ports=ports,
        rivers=[river],
        colors={"barge": "#0000ff"},
    )
    assert find_load(scene, view) == pytest.approx(500.0)


def test_all_maps_show_one_window(sheet: Figure) -> None:
    """Three maps of the same limits and size."""
    maps = sheet.axes[:3]
    assert len({(ax.get_xlim(), ax.get_ylim()) for ax in maps}) == 1
    assert len({tuple(round(v, 9) for v in ax.get_position().bounds[2:]) for ax in maps}) == 1


def test_the_window_holds_the_sites_of_all_runs(runs: list[ComparedRun]) -> None:
    """A site that one run has alone widens the window of all."""
    tables = [list_tables(r) for r in runs[:2]]
    far = tables[1]["zones"].iloc[:1].assign(zone="far", lon=118.9, lat=33.0)
    tables[1] = {**tables[1], "zones": pd.concat([tables[1]["zones"], far])}
    for view in (frame_panels(tables).view, frame_difference(tables)):
        for part in tables:
            places = list_places(part)
            assert view.holds(view.projection.project(places[:, 0], places[:, 1])).all()


def test_each_panel_tells_its_figures(sheet: Figure) -> None:
    """Title, rate with its points against the reference, and the rates of the provinces."""
    found = texts_of(sheet)
    for text in (
        "Example: today",
        "Example: each province on its own",
        "(reference)",
        "Net utilization 43.1 %",
        "−12.4 points",
        "+3.9 points",
    ):
        assert text in found, text
    assert any("Eastland 39 %" in text for text in found)


def test_texts_of_panels_stay_in_their_place(sheet: Figure) -> None:
    """No text leaves the sheet, none of two panels touch, and names do not overlap."""
    canvas = sheet.bbox
    heads = [t for t in sheet.texts if t.get_text().strip()]
    boxes = [t.get_window_extent() for t in heads]
    assert all(canvas.x0 <= b.x0 and b.x1 <= canvas.x1 for b in boxes)
    areas = [shapely.box(*b.extents) for b in boxes]
    assert not [(a, b) for i, a in enumerate(areas) for b in areas[:i] if a.intersects(b)]
    for ax in sheet.axes[3:]:
        for text in ax.texts:
            box = text.get_window_extent()
            assert box.x1 <= canvas.x1, text.get_text()
            assert box.y0 >= canvas.y0, text.get_text()
    for ax in sheet.axes[:3]:
        names = [t.get_window_extent() for t in ax.texts if t.get_label() in ("zone", "town")]
        shapes = [shapely.box(*b.extents) for b in names]
        assert not [(a, b) for i, a in enumerate(shapes) for b in shapes[:i] if a.intersects(b)]


@pytest.mark.parametrize("count", range(2, 13))
def test_every_count_has_its_layout(count: int) -> None:
    """Maps and legend lie on the sheet without touching, at a size that can be opened."""
    layout = plan_layout(count)
    assert len(layout.maps) == count
    boxes = [shapely.box(x, y, x + w, y + h) for x, y, w, h in (*layout.maps, layout.panel)]
    sheet = shapely.box(0, 0, 1, 1)
    assert all(sheet.contains(box) for box in boxes)
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if a.intersects(b)]
    pixels = [side * layout.dpi for side in layout.size]
    assert max(pixels) < 4000


def test_names_from_data_are_text(
    runs: list[ComparedRun], project_root: Path, tmp_path: Path
) -> None:
    """A title with markup and dollars stands on the sheet as it is, and the SVG has no element."""
    title = "<script>alert(1)</script> $x^2$"
    summary = dict(runs[1].results.summary)
    summary["scenario"] = {**summary["scenario"], "title": {"en": title, "zh": title}}
    odd = replace(runs[1], results=replace(runs[1].results, summary=summary))
    comparison = compare([runs[0], odd])
    assert title in texts_of(panels(comparison, project_root))
    save_comparison_maps(comparison, tmp_path, root=project_root, kind="schematic")
    for name in ("compare", "difference"):
        assert "<script" not in (tmp_path / f"{name}.svg").read_text(encoding="utf-8")


# ---- saving -------------------------------------------------------------------------------------


def test_the_same_runs_give_the_same_files(
    runs: list[ComparedRun], project_root: Path, tmp_path: Path
) -> None:
    """PNG and SVG of both maps, byte for byte."""
    comparison = compare(runs[:2])
    save = partial(save_comparison_maps, root=project_root, kind="schematic")
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        saved = save(comparison, tmp_path / name)
        assert sorted(p.name for p in saved.files) == [
            "compare.png",
            "compare.svg",
            "difference.png",
            "difference.svg",
        ]
        made.append({p.name: p.read_bytes() for p in saved.files})
    assert made[0] == made[1]


@pytest.mark.skipif(CHINESE is None, reason="no Chinese font here")
def test_chinese_maps_are_chinese(runs: list[ComparedRun], project_root: Path) -> None:
    """Every character has a glyph (a missing one warns), and no English word is left."""
    comparison = compare(runs)
    for draw in (panels, difference):
        figure = draw(comparison, project_root, "zh")
        figure.canvas.draw()
        for text in texts_of(figure):
            words = re.findall(r"[A-Za-z]{3,}", text)
            assert set(words) <= {"Natural", "Earth", "WGS"}, text


def test_without_coordinates_no_map_is_written(
    runs: list[ComparedRun], project_root: Path, tmp_path: Path
) -> None:
    """The folder stays empty and the user is told why."""
    bare = []
    for found in runs[:2]:
        frames = {
            name: frame.assign(lon=math.nan, lat=math.nan) if "lon" in frame else frame
            for name, frame in found.results.frames.items()
        }
        bare.append(replace(found, results=replace(found.results, frames=frames)))
    with pytest.raises(MapError):
        frame_panels([list_tables(r) for r in bare])
    saved = save_comparison_maps(compare(bare), tmp_path, root=project_root)
    assert saved.files == ()
    assert saved.notes == (WORDS["no_map"][0],)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("module", [compare_difference], ids=["compare_difference"])
def test_the_examples_in_the_code_hold(module: ModuleType) -> None:
    """What docstrings show is what the functions return."""
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
