"""What an upheld appeal would change, for everyone it touches: computed in memory from the facts of now, not stored.

The fingerprint says what the differences rest on: the corrected facts of everyone, the close that counts, the
decisions in force. The same fingerprint means the same differences.
"""

import hashlib
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from assessment.appeals.affected_decisions import affected_decisions
from assessment.appeals.correct_facts import Corrected, Corrections, corrected
from assessment.closing.computation import Computed, Unfit, compact, compute
from assessment.closing.problems import in_words
from assessment.closing.provisional import departments_so_far
from assessment.closing.reopen_period import rolled_up_in
from assessment.facts.consistent_read import one_moment
from assessment.facts.subjects import Snapshot, subjects_of
from assessment.models import Appeal, Close, Period, Result
from assessment.models.periods import period_title
from assessment.periods.parts import unfinished_parts
from assessment.ratings.rated_items import CENT
from assessment.results.differences import Difference, compare, rows_of
from assessment.results.unstored import unstored_result
from assessment.rules import Subject, facts_of, provisional
from organization.subjects import SubjectKind, SubjectRef

Tick = Callable[[int], None]


def preview(appeal: Appeal, corrections: Corrections, tick: Tick) -> dict[str, Any]:
    """The differences ready for JSON, with their ``fingerprint``; see :func:`_closed` and :func:`_open`.

    Raises ValidationError when the period could not be computed with the corrections, saying what is missing.
    """
    period = fresh_period(appeal.period_id)
    if period.takes_entries:
        return _open(appeal, period, corrections)
    with one_moment() as reader:
        try:
            computed = compute(period, Corrected(period, reader, appeal.subject, corrections), tick)
        except Unfit as unfit:
            raise ValidationError(in_words(unfit.problems), code="unfit") from unfit
    return _closed(appeal, period, corrections, computed)


def fresh_period(period_id: int) -> Period:
    """The period as it stands, with what the computation reads from it."""
    rows = Period.objects.select_related(
        "unit", "scheme", "version__scheme", "current_close__version__scheme"
    )
    period = rows.get(pk=period_id)
    if period.current_close is not None:
        period.current_close.period = period
    return period


def fingerprint(close: Close, corrections: Corrections, facts_hash: str) -> str:
    """What the differences of a closed period rest on, as one hash."""
    decisions = close.decisions.filter(revoked_at__isnull=True).order_by("pk").values_list("pk", flat=True)
    return _hash(
        {
            "close": str(close.pk),
            "version": close.period.version_id,
            "settings": {name: str(value) for name, value in close.period.settings_exact.items()},
            "facts": facts_hash,
            "corrections": corrections.as_json(),
            "decisions": list(decisions),
        }
    )


def _closed(appeal: Appeal, period: Period, corrections: Corrections, computed: Computed) -> dict[str, Any]:
    close = period.current_close
    assert close is not None  # a closed period has one
    _refuse_unfinished(period)
    new = new_rows(close, computed)
    changes = [
        *compare(rows_of(close), _of_kind(new, "staff")),
        *compare(rows_of(close, "department"), _of_kind(new, "department")),
    ]
    facts = dict(zip((each.subject for each in computed.subjects), computed.facts, strict=True))
    elsewhere = _changed_elsewhere(appeal, close, changes, facts)
    decided = affected_decisions(close, list(new.values()), appeal.subject)
    if corrections.anew and not decided["about"]:
        raise ValidationError(
            _("In the new revision there is no matter about this person for the leading group to decide."),
            code="no_matter",
        )
    return {
        "open": False,
        "fingerprint": fingerprint(close, corrections, computed.facts_hash),
        "revision": close.revision,
        "people": computed.people,
        **_told(changes, elsewhere),
        **decided,
        "longer": [{"period": each.pk, "key": each.key} for each in longer_periods(period)],
    }


def _of_kind(rows: dict[SubjectRef, Result], kind: SubjectKind) -> dict[SubjectRef, Result]:
    return {subject: row for subject, row in rows.items() if subject.kind == kind}


def _told(changes: list[Difference], elsewhere: Collection[SubjectRef] = ()) -> dict[str, Any]:
    """The differences of people, and those of departments."""
    told = [change_of(each, elsewhere) for each in changes]
    return {
        "changes": [change for change in told if change["staff"] is not None],
        "changes_of_departments": [change for change in told if change["staff"] is None],
    }


def _refuse_unfinished(period: Period) -> None:
    keys = [period_title(key) for key, _part in unfinished_parts(period, period.rules)]
    if keys:
        raise ValidationError(
            _("%(period)s is rolled up from periods that are not final yet: %(keys)s.")
            % {"period": period.title, "keys": ", ".join(keys)},
            code="unfinished_parts",
        )


def longer_periods(period: Period) -> list[Period]:
    """The closed longer periods that took this one's results over, from the shorter to the longer."""
    found: list[Period] = []
    longer = rolled_up_in(period)
    while longer is not None:
        found.append(longer)
        longer = rolled_up_in(longer)
    return found


def new_rows(close: Close, computed: Computed) -> dict[SubjectRef, Result]:
    """The computed results as rows that are not stored; the subject's id stands for that of the row to come."""
    found = {}
    for named, outcome in zip(computed.subjects, computed.outcomes, strict=True):
        row = unstored_result(close, named, outcome)
        row.pk = named.subject.id
        found[named.subject] = row
    return found


def _changed_elsewhere(
    appeal: Appeal, close: Close, changes: list[Difference], facts: dict[SubjectRef, str]
) -> set[SubjectRef]:
    """Whose own facts are others than at the close, whatever becomes of the appeal (a state, a transfer)."""
    others = {each.subject for each in changes} - {appeal.subject}
    about = Q(staff__in=[each.id for each in others if not each.is_department])
    about |= Q(department__in=[each.id for each in others if each.is_department])
    stored = Result.objects.filter(about, close=close).only("staff", "department", "facts")
    return others - {row.subject for row in stored if compact(row.facts) == facts.get(row.subject)}


def change_of(each: Difference, elsewhere: Collection[SubjectRef] = ()) -> dict[str, Any]:
    """One person's or department's differences, (before, after), figures as texts, ready for JSON."""
    return {
        "staff": None if each.subject.is_department else each.subject.id,
        "subject": str(each.subject),
        "number": each.number,
        "name": each.name,
        "department": each.department,
        "score": _texts(each.score),
        "grade": list(each.grade),
        "bonus": _texts(each.bonus),
        "flags": [list(flags) for flags in each.flags],
        "items": {name: _texts(pair) for name, pair in each.items.items()},
        "elsewhere": each.subject in elsewhere,
    }


def _texts(pair: tuple[Decimal | None, Decimal | None]) -> list[str | None]:
    return [None if value is None else str(value.quantize(CENT)) for value in pair]


def _open(appeal: Appeal, period: Period, corrections: Corrections) -> dict[str, Any]:
    """A period that still takes facts: the figures known today, before and after; nobody is graded yet."""
    named, before, carried = _standing_now(appeal, period)
    key, settings, scheme = period.parsed_key, period.settings_exact, period.rules
    subjects = {"old": before, "new": corrected(before, corrections)}
    rows = {}
    for name, subject in subjects.items():
        outcome = provisional(scheme, key, settings, subject, carried=carried)
        rows[name] = {named.subject: unstored_result(Close(period=period), named, outcome)}
    facts = [compact(facts_of(subject)) for subject in subjects.values()]
    return {
        "open": True,
        "fingerprint": _hash({"open": period.pk, "facts": facts, "corrections": corrections.as_json()}),
        "people": 1,
        **_told(compare(rows["old"], rows["new"])),
        "decisions": [],
        "matters": [],
        "about": False,
        "longer": [],
    }


def _standing_now(appeal: Appeal, period: Period) -> tuple[Snapshot, Subject, dict[str, Any] | None]:
    """Who appeals as they stand now; of a department also what its people lost so far."""
    if appeal.subject.is_department:
        found = next(departments_so_far(period, [appeal.subject.id]), None)
    else:
        person = next(iter(subjects_of(period, staff_ids=[appeal.subject.id])), None)
        found = (*person, None) if person is not None else None  # type: ignore[assignment]
    if found is None:
        raise ValidationError(_("%(name)s is not in this period.") % {"name": appeal.about})
    return found


def _hash(content: dict[str, Any]) -> str:
    return hashlib.sha256(compact(content).encode()).hexdigest()
