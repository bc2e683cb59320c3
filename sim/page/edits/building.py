"""Edits of what the plan decides itself: capacity that it may build, and what it is to reach."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from sim.page.edits.edit import Amount, Edit, Ground, Overlay
from sim.page.edits.lines import OfLine
from sim.page.edits.say import say_line
from sim.page.edits.write import FLOW, quantity
from sim.rules.metrics import METRICS
from sim.say.texts import Texts
from sim.scenario.document import Stage
from sim.scenario.expansion import LINES


class Expand(OfLine):
    """Capacity that the plan may build at a line, kt/yr, for what its technology costs."""

    tables: ClassVar[frozenset[str]] = frozenset()
    kind: Literal["expand"]
    up_to: Amount

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Let the line grow; what it has is as the scenario says."""
        ground.row(LINES, self.line)
        entry = {"where": {"id": self.line}, "up_to": quantity(self.up_to, FLOW)}
        overlay.add("expand", entry)

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return the line, and how much may be built."""
        amount = texts.exact(self.up_to, FLOW)
        line = say_line(ground, self.line, texts)
        return texts.say("page_edit_expand", line=line, amount=amount)


class Objective(Edit):
    """What the plan is to reach, stage by stage."""

    kind: Literal["objective"]
    stages: Annotated[list[Stage], Field(min_length=1, max_length=12)]

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Put the stages in the place of those of the scenario."""
        stages: list[Any] = [stage.model_dump(exclude_defaults=True) for stage in self.stages]
        overlay.replace("objective", stages)

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return the stages in their order."""
        said = [
            texts.say(
                "page_edit_aim_most" if stage.maximize else "page_edit_aim_least",
                figure=texts.of(METRICS[stage.metric]),
            )
            for stage in self.stages
        ]
        return texts.say("page_edit_objective", stages=texts.join(said, "page_then"))


KINDS: tuple[type[Edit], ...] = (Expand, Objective)
