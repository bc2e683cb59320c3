"""Count the confidence of every shipped number: python -m tools.build_data_tables.

Fills the blocks `confidence` of README.md, README.zh.md and docs/data.md (library and all regions
together) and the block `confidence-folders` of docs/data.md (library and each region).
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sim.scenario.tables import TABLES
from tools.blocks import ROOT, grid, read, replace_block, write

LIBRARY = ROOT / "scenarios" / "library"
REGIONS = tuple(sorted(path.parent for path in (ROOT / "geodata").glob("*/zones.csv")))
FOLDERS = (LIBRARY, *REGIONS)
WORDS = ("published", "derived", "assumed")
HOLDS = {
    "materials": ("prices, moisture, classes, storage costs", "价格、含水率、类别、贮存成本"),
    "gate_prices": ("what is paid at the gate for waste", "固废的接收价与运费承担方"),
    "composition": ("oxides and trace metals of each material", "各物料的氧化物与微量元素"),
    "technologies": ("investment, life, value tier", "投资、寿命、价值等级"),
    "recipes": ("processing cost, energy, CO2", "加工成本、能耗、二氧化碳"),
    "inputs": ("share of each input in a recipe", "配方中各原料的掺量"),
    "groups": ("sums of inputs in a recipe", "配方中几种原料的合计"),
    "yields": ("products and residues of a recipe", "配方的产品与二次渣"),
    "quality": ("oxide moduli, metal and radioactivity limits", "率值、重金属与放射性限值"),
    "grid": ("CO2 of electricity by province", "各省电力的二氧化碳因子"),
    "modes": ("tariffs and CO2 of truck, rail, barge", "汽车、铁路、船运的费率与碳排放"),
    "parameters": ("discount rate, carbon price, detour factors", "折现率、碳价、绕行系数"),
    "zones": ("mines, smelters, steelworks, power stations", "矿山、冶炼厂、钢厂、电厂"),
    "generation": ("what each zone generates of each waste", "各产生源各类固废产生量"),
    "legacy": ("old stock", "历史堆存"),
    "plants": ("places of the plants", "利用设施的位置"),
    "lines": ("capacity and share run of each line", "各产线的产能与运转率"),
    "purchases": ("what plants buy, and at what price", "各厂外购的物料与价格"),
    "markets": ("demand and price of each product", "各产品的需求与价格"),
    "terminals": ("ports and stations", "港口与车站"),
    "crossings": ("bridges and ferries over the Yangtze", "长江桥梁与渡口"),
    "links": ("known road, rail and conveyor distances", "已知的公路、铁路、皮带距离"),
    "statistics": ("published totals, for checking only", "公布的统计总量（仅用于核对）"),
}
"""Table -> what it holds, in English and Chinese; in the order of the input tables."""
HEADS = {
    "en": ["table", "what it holds", "rows", "published", "derived", "assumed"],
    "zh": ["表", "内容", "行数", "公布", "推算", "假设"],
}
TOTALS = {"en": "**all**", "zh": "**合计**"}
PAGES = {"README.md": "en", "README.zh.md": "zh", "docs/data.md": "en"}


@dataclass(frozen=True)
class Tally:
    """How many rows of a table have which confidence."""

    table: str
    counts: Counter[str]

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return sum(self.counts.values())


def tally_confidence(folders: tuple[Path, ...] = FOLDERS) -> list[Tally]:
    """Return a tally for every table of the folders whose rows say how sure they are."""
    tallies = []
    for table in TABLES:
        words: Counter[str] = Counter()
        for folder in folders:
            path = folder / f"{table}.csv"
            if path.exists():
                with path.open(encoding="utf-8", newline="") as file:
                    words.update(
                        row["confidence"] for row in csv.DictReader(file) if "confidence" in row
                    )
        if words:
            tallies.append(Tally(table, words))
    return tallies


def confidence_table(language: str) -> str:
    """Return the table of all tallies, with the sum of all rows."""
    tallies = tally_confidence()
    everything = Tally("", sum((t.counts for t in tallies), Counter()))
    column = 1 if language == "zh" else 0
    rows = [[f"`{t.table}`", HOLDS[t.table][column], *_figures(t)] for t in tallies]
    rows.append([TOTALS[language], "", *_figures(everything)])
    return grid(HEADS[language], rows, frozenset({2, 3, 4, 5}))


def folders_table() -> str:
    """Return rows (published / derived / assumed) of every table, one column a folder."""
    tallies = [{t.table: t for t in tally_confidence((folder,))} for folder in FOLDERS]
    names = [name for name in TABLES if any(name in found for found in tallies)]
    rows = [[f"`{name}`", *(_cell(found.get(name)) for found in tallies)] for name in names]
    totals = [Tally("", sum((t.counts for t in found.values()), Counter())) for found in tallies]
    rows.append([TOTALS["en"], *map(_cell, totals)])
    heads = ["table", *(f"`{folder.relative_to(ROOT)}`" for folder in FOLDERS)]
    return grid(heads, rows, frozenset(range(1, len(heads))))


def _cell(tally: Tally | None) -> str:
    if tally is None:
        return ""
    return f"{tally.rows:,} ({' / '.join(f'{tally.counts[word]:,}' for word in WORDS)})"


def _figures(tally: Tally) -> list[str]:
    return [f"{n:,}" for n in (tally.rows, *(tally.counts[word] for word in WORDS))]


def main() -> None:
    """Fill the block of every page."""
    for name, language in PAGES.items():
        page = ROOT / name
        write(page, replace_block(read(page), "confidence", confidence_table(language)))
    page = ROOT / "docs" / "data.md"
    write(page, replace_block(read(page), "confidence-folders", folders_table()))


if __name__ == "__main__":
    main()
