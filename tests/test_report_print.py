"""The printed report and its names: few pages, folded again afterwards, no name over another."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.browser import find_chromium, visit
from tests.report_page import report_on, solve_tiny

pytestmark = pytest.mark.xdist_group("browser")

PROBE = """
<script>
window.addEventListener("load", () => setTimeout(() => {
  const told = {};
  const open = () => document.querySelectorAll("details[open]").length;
  const folded = () => document.querySelectorAll("details.reference:not([open])").length;
  told.before = open();
  window.dispatchEvent(new Event("beforeprint"));
  told.printing = open();
  told.lists = folded();
  told.width = document.querySelector(".map-picture")._fullLayout.width;
  window.dispatchEvent(new Event("afterprint"));
  told.after = open();
  const box = document.querySelector("[data-view]");
  const form = box.querySelector("form");
  form.elements.names.checked = true;
  form.dispatchEvent(new Event("change"));
  setTimeout(() => {
    const drawn = [...box.querySelectorAll(".scatterlayer .textpoint text")];
    const boxes = drawn.filter((t) => t.textContent).map((t) => t.getBoundingClientRect());
    told.names = boxes.length;
    told.over = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2)).length;
    told.least = Math.min(...drawn.map((t) => parseFloat(getComputedStyle(t).fontSize)));
    document.documentElement.dataset.told = JSON.stringify(told);
  }, 700);
}, 500));
</script>
"""
"""Prints the page as far as scripts see it, and asks for the names on the map."""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_printing_and_names(language: str, tmp_path: Path) -> None:
    """What was folded is folded again; long lists stay so; names are apart and readable."""
    find_chromium()
    solved = solve_tiny(tmp_path)
    page = report_on(solved, tmp_path, language)
    source = re.sub(r"<meta http-equiv[^>]*>", "", page.read_text("utf-8"))
    page.write_text(source.replace("</body>", f"{PROBE}</body>"), encoding="utf-8")
    seen = visit(page, tmp_path)
    found = re.search(r'data-told="([^"]*)"', seen.document)
    assert found, seen.console
    told = json.loads(found[1].replace("&quot;", '"'))
    assert told["printing"] > told["before"] == told["after"]
    assert told["lists"] >= 2
    assert told["width"] == 790
    assert told["names"] >= 3
    assert told["over"] == 0
    assert told["least"] >= 11


def test_heads_come_again_on_every_page(project_root: Path) -> None:
    """In print a head is no button, which browsers paint once only."""
    style = (project_root / "sim/report/page/style.css").read_text("utf-8")
    printed = style.partition("@media print")[2]
    assert "th button { display: contents; }" in printed
    assert "thead { display: table-header-group; }" in printed
