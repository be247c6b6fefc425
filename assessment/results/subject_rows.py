"""People and departments of a close as rows for a page: figures by item, grade, what fired in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.models import Close, Result
from assessment.models.periods import period_title
from assessment.results.selectors import results_of
from assessment.rules import OUT_OF_SCOPE, Part, PeriodKey, Scheme
from organization.selectors import name_matches
from organization.subjects import SubjectKind

# What gates of the scoring core can decide outright; a grade of this name is its word, not a scheme's.
DECIDED_DOWN = "unqualified"


@dataclass(frozen=True)
class ItemColumn:
    """A figure of the table: an item of the part, an earlier period that it looks back on, or a group of raters."""

    key: str
    title: str
    is_past: bool = False
    signed: bool = False


@dataclass(frozen=True)
class SubjectRow:
    """One person's or department's line; the result of a running period is not stored and has no id."""

    result: Result
    figures: list[tuple[ItemColumn, Decimal | None, str]]
    category: str
    grade: str
    tone: str
    remarks: list[str]
    waits: bool


@dataclass
class Words:
    """A close's scheme in the reader's language; ``part`` is that of the people, or (``kind``) of the departments."""

    scheme: Scheme
    part: Part
    kind: SubjectKind = "staff"
    language: str = field(default_factory=lambda: get_language() or "zh-hans")

    def of_kind(self, kind: SubjectKind) -> "Words":
        """The same for people or departments; KeyError where the scheme does not assess departments."""
        return Words(self.scheme, self.part.of_kind(kind), kind, self.language)

    def grade(self, code: str | None) -> str:
        """A grade's title; empty for none."""
        text = self.scheme.grades.get(code or "")
        return text.get(self.language) if text else ""

    def category(self, code: str | None) -> str:
        """A category's title; the code where the scheme does not know it."""
        text = self.scheme.categories.get(code or "")
        return text.get(self.language) if text else code or ""

    def tone(self, code: str | None) -> str:
        """How a grade is marked: the best one as given, the one that gates decide as taken away."""
        if code and self.part.grades and code == self.part.grades[0]:
            return "ok"
        return "no" if code == DECIDED_DOWN else ""

    def flags(self, codes: Iterable[str]) -> list[str]:
        """Flags by their titles; those that the scheme has no word for are its inner business."""
        return [self.scheme.flags[code].get(self.language) for code in codes if code in self.scheme.flags]

    def remarks(self, result: Result) -> list[str]:
        """Flags and gates in words, each once."""
        gates = [self.part.gates[g].title.get(self.language) for g in result.gates if g in self.part.gates]
        return list(dict.fromkeys([*gates, *self.flags(result.flags)]))

    def columns(self, period_key: str, results: Iterable[Result] = ()) -> list[ItemColumn]:
        """The items of the part; the periods that it looks back on; the groups of ``results`` where it asks questions."""
        if self.part.history:
            parts = PeriodKey.parse(period_key).parts(self.part.history)
            return [ItemColumn(key.key, _short(key), is_past=True) for key in parts]
        if self.part.asks is not None:
            return [
                ItemColumn(name, name)
                for name in dict.fromkeys(name for each in results for name in each.items)
            ]
        return [
            ItemColumn(
                item.id, item.title.get(self.language), signed=item.kind in ("entries", "carried_over")
            )
            for item in self.part.items.values()
        ]


def _short(key: PeriodKey) -> str:
    """A period inside its year: 三季度, Q3; 4 月, Apr."""
    return period_title(key.key).replace(f"{key.year}年", "").replace(f" {key.year}", "")


def words_of(close: Close) -> Words:
    """The words for the people of a close; see :meth:`Words.of_kind` for its departments."""
    scheme = close.version.rules
    return Words(scheme, scheme.part(close.period.parsed_key.cadence))


def words_for(result: Result) -> Words:
    """The words for one result, of a person or department."""
    return words_of(result.close).of_kind(result.subject.kind)


def people(
    close: Close,
    scheme: Scheme,
    *,
    text: str = "",
    category: str = "",
    department: str = "",
    grade: str = "",
    remarked: bool = False,
) -> QuerySet[Any]:
    """Everyone of a close by category in the scheme's order, then score, best first; narrowed by the filters."""
    order = Case(
        *(When(category=code, then=Value(place)) for place, code in enumerate(scheme.categories)),
        default=Value(99),
        output_field=IntegerField(),
    )
    rows: QuerySet[Any] = results_of(close).annotate(place=order)
    if text:
        rows = rows.filter(name_matches(text, prefix="staff__") | Q(name__contains=text))
    if category:
        rows = rows.filter(category=category)
    if department:
        rows = rows.filter(department_name=department)
    if grade == "-":
        rows = rows.filter(final_grade__isnull=True).exclude(status=OUT_OF_SCOPE)
    elif grade:
        rows = rows.filter(final_grade=grade)
    if remarked:
        rows = rows.exclude(gates=[], flags=[])
    return rows.order_by("place", F("score").desc(nulls_last=True), "number")


def rows_for(results: Iterable[Result], words: Words, columns: Sequence[ItemColumn]) -> list[SubjectRow]:
    """The lines of a page of people or departments."""
    return [_row(result, words, columns) for result in results]


def _row(result: Result, words: Words, columns: Sequence[ItemColumn]) -> SubjectRow:
    grade = getattr(result, "final_grade", result.grade)
    past = {row[0]: row for row in result.facts.get("history", ())} if words.part.history else {}
    figures = []
    for column in columns:
        if column.is_past:
            row = past.get(column.key)
            figures.append((column, _figure(row[1]) if row else None, words.grade(row[2]) if row else ""))
        else:
            figures.append((column, _figure(result.items.get(column.key)), ""))
    return SubjectRow(
        result=result,
        figures=figures,
        category=words.category(result.category),
        grade=words.grade(grade),
        tone=words.tone(grade),
        remarks=[*_decided(result, grade, words), *words.remarks(result)],
        waits=words.part.gives_grades and grade is None and result.status != OUT_OF_SCOPE,
    )


def _decided(result: Result, grade: str | None, words: Words) -> list[str]:
    """That the grade is the leading group's, and what was computed."""
    if grade == result.grade:
        return []
    if result.grade is None:
        return [_("decided by the leading group")]
    return [_("decided by the leading group (computed: %(grade)s)") % {"grade": words.grade(result.grade)}]


def _figure(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
