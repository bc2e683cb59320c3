"""Words of the ledger: why waste stays unused."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "reason_no_taker": (
        "no line that is switched on takes it",
        "区域内没有可接收的在运设施",
    ),
    "reason_out_of_reach": ("every line that takes it is out of reach", "可接收设施均超出运距"),
    "reason_border_closed": ("the border is closed on the way to every taker", "跨省通道关闭"),
    "reason_quality_refused": ("every taker refuses its quality", "质量不满足接收要求"),
    "reason_takers_full": (
        "every taker in reach is at a limit (capacity, recipe, quality, demand, quota or budget)",
        "可达设施均已达限(产能、配方、质量、需求、配额或预算)",
    ),
}
