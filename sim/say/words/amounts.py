"""Words of limits on amounts: what is sold, used, made, bought, carried, and ratios of two."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "per_amount": ("per {amount}", "每单位{amount}"),
    "no_pick": ("'{amount}' cannot be narrowed by '{key}'", "“{amount}”不能用“{key}”限定"),
    "for_amounts": ("that goes with {names}", "该键只与 {names} 同用"),
}
