"""`sim share`: a table of what coalitions are worth, divided among the players."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np
from rich.table import Table

from sim.cli.options import bom_option, json_option, lang_option, out_option, tell_message
from sim.cli.screen import Screen, echo_json
from sim.cli.speech import argument, command
from sim.cli.study_screen import show_places
from sim.folders.place import claim
from sim.loader.read.game_table import read_game
from sim.say.apart import count_digits
from sim.say.figures import write_rounded
from sim.say.texts import Texts
from sim.studies.share.folder import fill_shares, made_from
from sim.studies.share.sentences import name_division, tell_shares, title_of, with_unit
from sim.studies.share.study import Shares, share
from sim.studies.share.tables import describe_shares, tabulate_shares

_SIGNIFICANT = 4


@command("share")
@argument("table", type=click.Path(path_type=Path))
@out_option
@bom_option
@lang_option
@json_option
def share_command(table: Path, out: Path | None, texts: Texts, as_json: bool) -> None:
    """Divide a game that a TABLE gives: what every coalition of players is worth, or costs.

    TABLE is a CSV file with the columns coalition (members joined by + or ;) and value or cost.
    """
    screen, errors = Screen(), Screen(stderr=True)
    game = read_game(table)
    target = (out or game.root / "results") / f"{game.name}-share"
    with claim(target, made_from(game), tell_message(errors, texts)) as place:
        found = share(game)
        note = place.write(lambda folder: fill_shares(folder, found, texts))
    if note:
        errors.print(note, highlight=False)
    if as_json:
        echo_json({"folder": str(target), **describe_shares(found)})
        return
    _show(screen, found, texts)
    show_places(screen, texts, {"synergy_chart_at": target / "share.png", "results": target})


def _show(screen: Screen, found: Shares, texts: Texts) -> None:
    """Print what each gets in every division, and what follows, in words."""
    screen.print()
    screen.print(with_unit(title_of(found, texts), found, texts), style="bold")
    screen.print(_share_table(found, texts))
    for sentence in tell_shares(found, texts):
        screen.print(sentence, highlight=False)


def _share_table(found: Shares, texts: Texts) -> Table:
    frame = tabulate_shares(found).set_index("player")
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column(texts.say("share_player"))
    for name in frame:
        own = name in ("alone", "marginal")
        head = texts.say(f"share_{name}") if own else name_division(str(name), texts)
        table.add_column(head, justify="right")
    digits = _digits(frame.to_numpy(float))
    for player, row in frame.iterrows():
        table.add_row(str(player), *(write_rounded(float(value), digits) for value in row))
    sums = frame.sum().to_dict()
    cells = ["" if n == "marginal" else write_rounded(sums[n], digits) for n in frame]
    table.add_row(texts.say("share_all"), *cells, style="dim")
    return table


def _digits(shares: np.ndarray) -> int:
    """Return the digits after the point: four that count, more where shares read alike."""
    largest = float(np.abs(shares).max()) or 1.0
    least = max(0, _SIGNIFICANT - 1 - int(np.floor(np.log10(largest))))
    return max(count_digits(row, least, largest) for row in shares)
