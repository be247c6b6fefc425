"""What a period's scheme has people rated on, and which figures it asks for. No scheme is named here."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import get_language

from assessment.models import Period
from assessment.rules import Part, PeriodKey
from assessment.schemes.compiled import scheme_of

CENT = Decimal("0.01")


@dataclass(frozen=True)
class ScoredItem:
    """One thing that a rater scores: a duty, or (``is_panel``) an item on which the leaders score everyone."""

    id: str
    title: str
    group: str
    rated_by: str
    is_panel: bool
    required: bool


@dataclass(frozen=True)
class FigureColumn:
    """One figure of the period as the pages show it; ``step`` 1 for whole numbers, 0.5 for halves, None for any."""

    name: str
    title: str
    unit: str
    default: Decimal
    step: Decimal | None
    maximum: Decimal | None
    sometimes_required: bool


def language() -> str:
    """The language that texts of the scheme are read in."""
    return get_language() or "zh-hans"


def part_of(period: Period) -> Part:
    """What the scheme says for the cadence of the period."""
    return scheme_of(period).part(PeriodKey.parse(period.key).cadence)


def scored_items(period: Period) -> list[ScoredItem]:
    """Every duty and panel item of the period, in the scheme's order."""
    part, lang = part_of(period), language()
    found = []
    for item in part.items.values():
        for rated in item.rating_items:
            found.append(
                ScoredItem(
                    id=rated.id,
                    title=rated.title.get(lang),
                    group=item.title.get(lang),
                    rated_by=rated.rated_by.get(lang),
                    is_panel=not part.is_duty(rated.id),
                    required=getattr(item, "required", False),
                )
            )
    return found


def duty_items(period: Period) -> dict[str, ScoredItem]:
    """The items that are duties, by id."""
    return {item.id: item for item in scored_items(period) if not item.is_panel}


def panel_items(period: Period) -> dict[str, ScoredItem]:
    """The items on which the leaders score everyone, by id."""
    return {item.id: item for item in scored_items(period) if item.is_panel}


def figure_columns(period: Period) -> list[FigureColumn]:
    """The figures that the scheme asks for in the period, in its order."""
    lang = language()
    return [
        FigureColumn(
            name=fact.name,
            title=fact.title.get(lang),
            unit=fact.unit.get(lang),
            default=fact.default,
            step=fact.step,
            maximum=fact.maximum,
            sometimes_required=fact.required_when is not None,
        )
        for fact in part_of(period).facts.values()
    ]


def maximum_shown(part: Part, item: str, duties: list[str]) -> Decimal:
    """The highest score to two places that does not exceed the exact maximum."""
    return part.maximum(item, duties).quantize(CENT, rounding=ROUND_DOWN)


def category_title(period: Period, code: str) -> str:
    """A category in words; a scheme without categories uses free labels."""
    title = scheme_of(period).categories.get(code)
    return title.get(language()) if title else code


def period_title(period: Period) -> str:
    """A period in words: 2026年第三季度 / 2026 Q3, 2026年4月 / 2026-04, 2026年 / 2026."""
    if not language().startswith("zh"):
        return period.key.replace("-Q", " Q")
    year, _, rest = period.key.partition("-")
    if rest.startswith("Q"):
        return f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度"
    return f"{year}年{int(rest)}月" if rest else f"{year}年度"
