"""What an upheld appeal would change, for everyone it touches: computed in memory from the facts of now, not stored.

The fingerprint says what the differences rest on: the corrected facts of everyone, the close that counts, the
decisions in force. The same fingerprint means the same differences.
"""

import hashlib
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.appeals.affected_decisions import affected_decisions
from assessment.appeals.affected_departments import departments_of
from assessment.appeals.correct_facts import Corrected, Corrections
from assessment.closing.computation import Computed, Unfit, compact, compute
from assessment.closing.problems import in_words
from assessment.closing.reopen_period import rolled_up_in
from assessment.facts.consistent_read import here, one_moment
from assessment.facts.subjects import Snapshot, subjects_of
from assessment.models import Appeal, Close, Period, Result
from assessment.models.periods import period_title
from assessment.periods.parts import unfinished_parts
from assessment.ratings.rated_items import CENT
from assessment.results.differences import Difference, compare, rows_of
from assessment.rules import Outcome, facts_of, provisional

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
            computed = compute(period, Corrected(period, reader, appeal.staff_id, corrections), tick)
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
    old, new = rows_of(close), new_rows(close, computed)
    changes = compare(old, new)
    facts = dict(zip((p.staff_id for p in computed.people), computed.facts, strict=True))
    elsewhere = _changed_elsewhere(appeal, close, changes, facts)
    decided = affected_decisions(close, list(new.values()), appeal.staff_id)
    if corrections.anew and not decided["about"]:
        raise ValidationError(
            _("In the new revision there is no matter about this person for the leading group to decide."),
            code="no_matter",
        )
    return {
        "open": False,
        "fingerprint": fingerprint(close, corrections, computed.facts_hash),
        "revision": close.revision,
        "people": len(computed.people),
        "changes": [change_of(each, elsewhere) for each in changes],
        "departments": departments_of(close, computed),
        **decided,
        "longer": [{"period": each.pk, "key": each.key} for each in longer_periods(period)],
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


def new_rows(close: Close, computed: Computed) -> dict[int, Result]:
    """The computed results as rows that are not stored, by staff id; their key stands for the row to come."""
    pairs = zip(computed.people, computed.outcomes, strict=True)
    return {person.staff_id: _row(close, person, outcome) for person, outcome in pairs}


def _row(close: Close, person: Snapshot, outcome: Outcome) -> Result:
    row = Result(
        pk=person.staff_id,
        close=close,
        staff_id=person.staff_id,
        number=person.number,
        name=person.name,
        department_id_then=person.department_id,
        department=person.department,
        category=person.category,
        status=outcome.status,
        score=outcome.score,
        grade=outcome.grade,
        ceiling=outcome.ceiling,
        bonus=outcome.bonus,
        items={item: str(value) for item, value in outcome.items.items()},
        gates=outcome.gates,
        flags=outcome.flags,
        standing=outcome.standing,
    )
    row.final_grade, row.final_bonus = outcome.grade, outcome.bonus  # type: ignore[attr-defined]
    return row


def _changed_elsewhere(
    appeal: Appeal, close: Close, changes: list[Difference], facts: dict[int, str]
) -> set[int]:
    """People whose own facts are others than at the close, whatever becomes of the appeal (a state, a transfer)."""
    others = [each.staff_id for each in changes if each.staff_id != appeal.staff_id]
    stored = Result.objects.filter(close=close, staff__in=others).values_list("staff_id", "facts")
    same = {staff_id for staff_id, then in stored if compact(then) == facts.get(staff_id)}
    return set(others) - same


def change_of(each: Difference, elsewhere: Collection[int] = ()) -> dict[str, Any]:
    """One person's differences, (before, after), figures as texts, ready for JSON."""
    return {
        "staff": each.staff_id,
        "number": each.number,
        "name": each.name,
        "department": each.department,
        "score": _texts(each.score),
        "grade": list(each.grade),
        "bonus": _texts(each.bonus),
        "flags": [list(flags) for flags in each.flags],
        "items": {name: _texts(pair) for name, pair in each.items.items()},
        "elsewhere": each.staff_id in elsewhere,
    }


def _texts(pair: tuple[Decimal | None, Decimal | None]) -> list[str | None]:
    return [None if value is None else str(value.quantize(CENT)) for value in pair]


def _open(appeal: Appeal, period: Period, corrections: Corrections) -> dict[str, Any]:
    """A period that still takes facts: the person's figures as known today, before and after; nobody is graded yet."""
    ids = [appeal.staff_id]
    before = next(iter(subjects_of(period, staff_ids=ids)), None)
    after = next(Corrected(period, here(), appeal.staff_id, corrections, staff_ids=ids).people(), None)
    if before is None or after is None:
        raise ValidationError(_("%(name)s is not in this period.") % {"name": appeal.staff.name})
    key, settings, scheme = period.parsed_key, period.settings_exact, period.rules
    rows = {}
    for name, (person, subject) in (("old", before), ("new", after)):
        outcome = provisional(scheme, key, settings, subject)
        rows[name] = {appeal.staff_id: _row(Close(period=period), person, outcome)}
    facts = [compact(facts_of(subject)) for _person, subject in (before, after)]
    return {
        "open": True,
        "fingerprint": _hash({"open": period.pk, "facts": facts, "corrections": corrections.as_json()}),
        "people": 1,
        "changes": [change_of(each) for each in compare(rows["old"], rows["new"])],
        "departments": [],
        "decisions": [],
        "matters": [],
        "about": False,
        "longer": [],
    }


def _hash(content: dict[str, Any]) -> str:
    return hashlib.sha256(compact(content).encode()).hexdigest()
