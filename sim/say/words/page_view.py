"""Words that the scripts of the planner's page show."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "page_title": ("Planner's page", "规划工作台"),
    "page_needs_script": ("This page needs JavaScript.", "本页面需要启用脚本（JavaScript）。"),
    "page_cards": ("Figures of the plan", "方案指标"),
    "page_changes": ("Changes", "改动"),
    "page_map": ("Map", "地图"),
    "page_adjust": ("Adjust", "调整"),
}
