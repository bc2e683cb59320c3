"""Check of stores: what stays at a zone against the largest share of what arises there."""

from __future__ import annotations

from sim.verify.facts import Facts, sum_by
from sim.verify.tally import Tally


def check_stores(facts: Facts, tally: Tally) -> None:
    """Hold what zones keep in their own stores and sinks against the share that may stay."""
    flows = facts.results("flows")
    kept = [row for row in flows if row["role"] == "storage" and row["origin_kind"] == "zone"]
    stored = sum_by(kept, "origin", "material")
    zones = facts.by_id("zones")
    for row in facts.inputs("generation"):
        if row["stored_max"] >= 0 and row["zone"] in zones:
            words = f"zone {row['zone']}, {row['material']}: stored (kt/yr)"
            amount = stored.get((row["zone"], row["material"]), 0.0)
            tally.at_most(amount, row["stored_max"] * row["amount"], words)
