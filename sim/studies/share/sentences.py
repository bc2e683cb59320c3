"""The divisions of a game in sentences: what is gained, and who complains most."""

from __future__ import annotations

from sim.say import Language, say
from sim.say.apart import write_apart
from sim.say.figures import write_short
from sim.studies.divisions import TOLERANCE, Division
from sim.studies.share.study import Shares
from sim.studies.share.tables import JOINED


def title_of(found: Shares, language: Language) -> str:
    """Return the title: whose game it is, and of how many players."""
    key = "share_of_cost" if found.table.is_cost else "share_of_value"
    return say(key, language, name=found.table.name, count=found.game.size)


def with_unit(text: str, found: Shares, language: Language) -> str:
    """Return a text with the unit of the game, if it has one."""
    unit = found.table.unit
    return say("share_unit", language, name=text, unit=unit) if unit else text


def name_division(name: str, language: Language) -> str:
    """Return what a division is called."""
    return say(f"synergy_{name}", language)


def tell_shares(found: Shares, language: Language) -> list[str]:
    """Return what working together brings, and of every division who complains most."""
    said = [_tell_gain(found, language)]
    if not found.has_core:
        said.append(say("share_no_core", language))
    if found.failures:
        first, second = (
            JOINED.join(found.game.coalition(mask))
            for mask in (found.failures[0].first, found.failures[0].second)
        )
        said.append(
            say("share_losing", language, count=len(found.failures), first=first, second=second)
        )
    said += [_tell_worst(d, found, language) for d in found.divisions.values() if d.worst]
    return said


def _tell_gain(found: Shares, language: Language) -> str:
    ends = [found.table.sign * v for v in (found.game.total, float(found.alone.sum()))]
    together, alone = (_amount(text, found) for text in write_apart(ends))
    if found.gain <= TOLERANCE * found.game.scale:
        return say("share_no_gain", language, together=together)
    key = "share_saves" if found.table.is_cost else "share_gains"
    gain = _amount(write_short(found.gain), found)
    return say(key, language, amount=gain, together=together, alone=alone)


def _tell_worst(division: Division, found: Shares, language: Language) -> str:
    shown: dict[str, object] = {
        "division": name_division(division.name, language),
        "core": say("synergy_in_core" if division.in_core else "synergy_not_in_core", language),
        "worst": JOINED.join(found.game.coalition(division.worst)),
    }
    if abs(division.excess) <= TOLERANCE * found.game.scale:
        return say("share_worst_even", language, **shown)
    key = "share_worst_leaves" if division.excess > 0 else "share_worst"
    amount = _amount(write_short(abs(division.excess)), found)
    return say(key, language, amount=amount, **shown)


def _amount(text: str, found: Shares) -> str:
    return f"{text} {found.table.unit}".strip()
