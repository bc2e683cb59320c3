"""Chinese words for the words of a choice, as planners write them in a scenario or a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema


class Chinese:
    """A mark of Annotated: Chinese words that may stand in place of words of a Literal."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words

    def read(self, given: Any) -> Any:
        """Return the word that a Chinese one stands for; all else as it is."""
        return self.words.get(given.strip(), given) if isinstance(given, str) else given

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return the schema of the choice, which is asked what the Chinese word stands for."""
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the choice with its Chinese words, so that editors offer them."""
        described = handler(schema)
        for part in (described, *described.get("anyOf", ())):
            if "enum" in part:
                part["enum"] = [*part["enum"], *self.words]
        return described


CLASSES = Chinese(
    {
        "任何": "any",
        "一般工业固体废物": "general",
        "一般工业固废": "general",
        "一般固废": "general",
        "第一类一般工业固废": "general_I",
        "第Ⅰ类一般工业固废": "general_I",
        "第二类一般工业固废": "general_II",
        "第Ⅱ类一般工业固废": "general_II",
        "危险废物": "hazardous",
    }
)
WASTE_CLASSES = Chinese(
    {word: of for word, of in CLASSES.words.items() if of not in ("any", "general")}
)
PURPOSES = Chinese(
    {
        "任何": "any",
        "利用": "utilization",
        "综合利用": "utilization",
        "处置": "disposal",
        "贮存处置": "disposal",
    }
)
RULES = Chinese(
    {"放开": "open", "备案": "filing", "审批": "approval", "关闭": "closed", "禁止": "closed"}
)
STATUSES = Chinese(
    {
        "在产": "operating",
        "在运": "operating",
        "运行": "operating",
        "假设": "assumed",
        "假定": "assumed",
        "占位": "placeholder",
        "试运行": "trial",
        "试生产": "trial",
        "在建": "construction",
        "拟建": "planned",
        "规划": "planned",
        "新增": "added",
        "备选": "candidate",
        "候选": "candidate",
    }
)
CONFIDENCES = Chinese(
    {"公布": "published", "推算": "derived", "假设": "assumed", "假定": "assumed"}
)
KINDS = Chinese(
    {
        "固废": "waste",
        "二次渣": "residue",
        "中间产品": "intermediate",
        "产品": "product",
        "原生原料": "virgin",
    }
)
TIERS = Chinese({"高": "high", "中": "medium", "低": "low"})
BANKS = Chinese({"左岸": "left", "右岸": "right"})
ANY = ("any", "任何")
"""What `from` and `to` of a border rule say of every area."""
BorderClass = Annotated[Literal["any", "general", "general_I", "general_II", "hazardous"], CLASSES]
Purpose = Annotated[Literal["any", "utilization", "disposal"], PURPOSES]
Rule = Annotated[Literal["open", "filing", "approval", "closed"], RULES]
CHOICES = {
    "class": CLASSES,
    "purpose": PURPOSES,
    "rule": RULES,
    "status, statuses": STATUSES,
    "confidence": CONFIDENCES,
    "kind": KINDS,
    "tier": TIERS,
    "bank": BANKS,
}
"""Key or column -> its Chinese words."""
