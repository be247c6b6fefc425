"""What a period's scheme has people rated on, and which figures it asks for. No scheme is named here."""

from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.models import Period
from assessment.rules import FactName, Part
from organization.subjects import SubjectKind

CENT = Decimal("0.01")


@dataclass(frozen=True)
class ScoredItem:
    """One thing that a rater scores: a duty, an item on which everyone is scored, or one round of a vote by level.

    ``is_panel``: the leaders score everyone on it together. ``required``: of people, whether everyone needs such a
    duty; of departments, whether the scheme says nothing of one without a score. ``levels``: the answers of a vote with their titles, empty
    where a figure is given; ``round`` counts from 1 there.
    """

    id: str
    title: str
    group: str
    rated_by: str
    is_panel: bool
    required: bool
    levels: tuple[tuple[str, str], ...] = ()
    round: int = 0
    kind: SubjectKind = "staff"

    @property
    def key(self) -> str:
        """The item, and its round where there are rounds: one column of a sheet."""
        return column_key(self.id, self.round)


def column_key(item: str, round: int) -> str:
    """One column of a rater's sheet: an item, or one round of it."""
    return f"{item}#{round}" if round else item


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


def part_of(period: Period, kind: SubjectKind) -> Part | None:
    """What the period's scheme says of people or of departments; None where it does not assess departments."""
    return period.part if kind == "staff" else period.part.departments


def scored_items(period: Period, kind: SubjectKind = "staff") -> list[ScoredItem]:
    """Everything that people (or departments) are scored or voted on in the period, in the scheme's order.

    A vote is there once for each round.
    """
    part, lang = part_of(period, kind), language()
    if part is None:
        return []
    found = []
    for item in part.items.values():
        spared = any(getattr(item, name, None) is not None for name in ("otherwise", "unless"))
        for rated in item.rating_items:
            one = ScoredItem(
                id=rated.id,
                title=rated.title.get(lang),
                group=item.title.get(lang),
                rated_by=rated.rated_by.get(lang),
                is_panel=item.id in part.rank_items,
                required=getattr(item, "required", False) if kind == "staff" else not spared,
                kind=kind,
            )
            found += _rounds(one, part, lang) if rated.id in part.rounds_items else [one]
    return found


def _rounds(one: ScoredItem, part: Part, lang: str) -> list[ScoredItem]:
    item = part.rounds_items[one.id]
    answers = tuple((each.code, each.title.get(lang)) for each in item.levels)
    answers += tuple((each.code, each.title.get(lang)) for each in item.not_counted)
    return [
        replace(
            one,
            title=_("%(item)s, round %(round)s") % {"item": one.title, "round": number},
            levels=answers,
            round=number,
        )
        for number in range(1, item.rounds + 1)
    ]


def duty_items(period: Period, kind: SubjectKind = "staff") -> dict[str, ScoredItem]:
    """The items whose raters are named subject by subject, by id: duties, and scores that everyone gets."""
    return {item.id: item for item in scored_items(period, kind) if not item.is_panel and not item.round}


def panel_items(period: Period, kind: SubjectKind = "staff") -> dict[str, ScoredItem]:
    """The items on which the same raters may score everyone, by id."""
    part = part_of(period, kind)
    items = scored_items(period, kind)
    return {item.id: item for item in items if part and not part.is_duty(item.id) and not item.round}


def vote_items(period: Period, kind: SubjectKind = "staff") -> dict[str, list[ScoredItem]]:
    """The items that are voted on by level, with their rounds."""
    found: dict[str, list[ScoredItem]] = {}
    for item in scored_items(period, kind):
        if item.round:
            found.setdefault(item.id, []).append(item)
    return found


def figure_columns(period: Period, month: str = "", kind: SubjectKind = "staff") -> list[FigureColumn]:
    """The figures of people (or departments) that the scheme asks for in the period or in one month of it."""
    part = part_of(period, kind)
    facts = {} if part is None else part.months if month else part.facts
    return [figure_column(fact) for fact in facts.values()]


def figure_column(fact: FactName) -> FigureColumn:
    """A figure of the scheme in the reader's language."""
    lang = language()
    return FigureColumn(
        name=fact.name,
        title=fact.title.get(lang),
        unit=fact.unit.get(lang),
        default=fact.default,
        step=fact.step,
        maximum=fact.maximum,
        sometimes_required=fact.required_when is not None,
    )


def months_of(period: Period, kind: SubjectKind = "staff") -> list[str]:
    """The months of the period for which the scheme asks for figures (``2026-03``); none where it asks for none."""
    part = part_of(period, kind)
    if part is None or not part.months:
        return []
    key = period.parsed_key
    return [month.key for month in key.parts("month") or (key,)]


def maximum_shown(part: Part, item: str, duties: list[str]) -> Decimal:
    """The highest score to two places that does not exceed the exact maximum."""
    return part.maximum(item, duties).quantize(CENT, rounding=ROUND_DOWN)


def category_title(period: Period, code: str) -> str:
    """A category in words; a scheme without categories uses free labels."""
    title = period.rules.categories.get(code)
    return title.get(language()) if title else code


def period_title(period: Period) -> str:
    """A period in words: 2026年第三季度 / 2026 Q3, 2026年4月 / 2026-04, 2026年 / 2026."""
    if not language().startswith("zh"):
        return period.key.replace("-Q", " Q")
    year, _dash, rest = period.key.partition("-")
    if rest.startswith("Q"):
        return f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度"
    return f"{year}年{int(rest)}月" if rest else f"{year}年度"


def month_title(month: str) -> str:
    """A month in words: 2026年3月 / 2026-03; the whole period for none."""
    if not month:
        return _("Whole period")
    year, _dash, number = month.partition("-")
    return f"{year}年{int(number)}月" if language().startswith("zh") else month
