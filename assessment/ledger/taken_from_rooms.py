"""What a scheme takes from the facts of a room: the pack says so, no scheme is named in Python.

A figure says ``source: attendance.late``, a clause ``entries_from: complaints.verified``: the room, and the fact of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from assessment.models import Period, UnitScheme
from assessment.models.schemes import Scheme as SchemeRow
from assessment.rules import Part, Scheme
from assessment.schemes.install_schemes import version_in_force
from organization.models import Unit
from organization.policy import in_force
from organization.subjects import SubjectKind


@dataclass(frozen=True)
class ClauseOffer:
    """A clause whose entries a room proposes, in the reader's language.

    ``id`` is its number in the scheme, ``basis`` where the plan says so, ``points`` what one entry is worth in words.
    """

    scheme: str
    cadence: str
    id: str
    title: str
    basis: str
    points: str
    takes_count: bool
    takes_points: bool


@dataclass(frozen=True)
class FigureOffer:
    """A figure that a room offers, in the reader's language; ``by_month``: one value for each month of the period."""

    scheme: str
    cadence: str
    name: str
    title: str
    unit: str
    step: Decimal | None
    by_month: bool


def clauses_from(source: str, *, unit: Unit, day: date, kind: SubjectKind = "staff") -> list[ClauseOffer]:
    """The clauses about people or departments that name this fact of a room, in the schemes that hold on a day."""
    lang = get_language() or "zh-hans"
    return [
        ClauseOffer(
            scheme=code,
            cadence=cadence,
            id=clause.id,
            title=clause.title.get(lang),
            basis=clause.source or "",
            points=clause.points_text(lang),
            takes_count="count" in clause.keys,
            takes_points="points" in clause.keys,
        )
        for code, cadence, part in _parts_on(unit, day, kind)
        for clause in part.recordable.values()
        if clause.entries_from == source
    ]


def figures_from(source: str, *, unit: Unit, day: date, kind: SubjectKind = "staff") -> list[FigureOffer]:
    """The figures of people or departments that name this fact of a room, in the schemes that hold on a day."""
    lang = get_language() or "zh-hans"
    return [
        FigureOffer(
            scheme=code,
            cadence=cadence,
            name=fact.name,
            title=fact.title.get(lang),
            unit=fact.unit.get(lang),
            step=fact.step,
            by_month=by_month,
        )
        for code, cadence, part in _parts_on(unit, day, kind)
        for by_month, facts in ((False, part.facts), (True, part.months))
        for fact in facts.values()
        if fact.source == source
    ]


def _parts_on(unit: Unit, day: date, kind: SubjectKind) -> Iterator[tuple[str, str, Part]]:
    """Scheme, cadence and part: of the periods around the day as they were opened, else of the version in force."""
    around = Period.objects.filter(unit=unit, starts_on__lte=day, ends_on__gte=day)
    opened = {(each.scheme_id, each.cadence): each.rules for each in around.select_related("version__scheme")}
    uses = UnitScheme.objects.filter(in_force(day), unit=unit).select_related("scheme")
    for row in {use.scheme_id: use.scheme for use in uses.order_by("scheme__code")}.values():
        current = _in_force(row, day, unit)
        for cadence in ("month", "quarter", "year"):
            scheme = opened.get((row.pk, cadence), current)
            found = scheme.parts.get(cadence) if scheme is not None else None
            part = found.departments if found is not None and kind == "department" else found
            if part is not None:
                yield row.code, cadence, part


def _in_force(row: SchemeRow, day: date, unit: Unit) -> Scheme | None:
    try:
        return version_in_force(row, day, unit).rules
    except ValidationError:
        return None
