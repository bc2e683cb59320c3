"""The divisions of a game in sentences: what is gained, and who complains most."""

from __future__ import annotations

from sim.say.apart import write_apart
from sim.say.figures import write_short
from sim.say.texts import Texts
from sim.studies.divisions import TOLERANCE, Division
from sim.studies.share.study import Shares
from sim.studies.share.tables import JOINED


def title_of(found: Shares, texts: Texts) -> str:
    """Return the title: whose game it is, and of how many players."""
    key = "share_of_cost" if found.table.is_cost else "share_of_value"
    return texts.say(key, name=found.table.name, count=found.game.size)


def with_unit(text: str, found: Shares, texts: Texts) -> str:
    """Return a text with the unit of the game, if it has one."""
    unit = found.table.unit
    return texts.say("share_unit", name=text, unit=unit) if unit else text


def name_division(name: str, texts: Texts) -> str:
    """Return what a division is called."""
    return texts.say(f"synergy_{name}")


def tell_shares(found: Shares, texts: Texts) -> list[str]:
    """Return what working together brings, and of every division who complains most."""
    said = [_tell_gain(found, texts)]
    if not found.has_core:
        said.append(texts.say("share_no_core"))
    if found.failures:
        first, second = (
            JOINED.join(found.game.coalition(mask))
            for mask in (found.failures[0].first, found.failures[0].second)
        )
        said.append(
            texts.say("share_losing", count=len(found.failures), first=first, second=second)
        )
    said += [_tell_worst(d, found, texts) for d in found.divisions.values() if d.worst]
    return said


def _tell_gain(found: Shares, texts: Texts) -> str:
    ends = [found.table.sign * v for v in (found.game.total, float(found.alone.sum()))]
    together, alone = (_amount(text, found) for text in write_apart(ends))
    if found.gain <= TOLERANCE * found.game.scale:
        return texts.say("share_no_gain", together=together)
    key = "share_saves" if found.table.is_cost else "share_gains"
    gain = _amount(write_short(found.gain), found)
    return texts.say(key, amount=gain, together=together, alone=alone)


def _tell_worst(division: Division, found: Shares, texts: Texts) -> str:
    shown: dict[str, object] = {
        "division": name_division(division.name, texts),
        "core": texts.say("synergy_in_core" if division.in_core else "synergy_not_in_core"),
        "worst": JOINED.join(found.game.coalition(division.worst)),
    }
    if abs(division.excess) <= TOLERANCE * found.game.scale:
        return texts.say("share_worst_even", **shown)
    key = "share_worst_leaves" if division.excess > 0 else "share_worst"
    amount = _amount(write_short(abs(division.excess)), found)
    return texts.say(key, amount=amount, **shown)


def _amount(text: str, found: Shares) -> str:
    return f"{text} {found.table.unit}".strip()
