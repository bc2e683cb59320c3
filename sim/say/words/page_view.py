"""Words that the scripts of the planner's page show."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "page_title": ("Planner's page", "规划工作台"),
}
