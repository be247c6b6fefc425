"""A room proposes entries, the assessment office confirms them: once, on record, and by nobody about himself."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assessment.facade import proposal_of, withdraw_proposal
from assessment.ledger.decide_proposals import (
    confirm_proposal,
    decide_several,
    dismiss_proposal,
    keep_recalled,
    take_back_recalled,
)
from assessment.ledger.record_entries import record
from assessment.ledger.reverse_entry import reverse
from assessment.models import Entry, Period, ProposedEntry
from assessment.office.periods.blockers import blockers
from assessment.periods.open_period import open_period
from organization.models import AuditEvent, Role
from organization.subjects import SubjectRef
from tests.cast import House, grant
from tests.ledger.proposing import THURSDAY, proposed
from tests.narrowing import present

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(november: Period) -> None:
    """November 2026 of the bureau is open."""


@pytest.fixture
def office(bureau: House) -> Any:
    """周敏 of the assessment office."""
    return bureau.user("zhou")


def take_back_in_room(bureau: House, reference: str = "2026-11-19/li", **said: Any) -> Any:
    return withdraw_proposal(
        unit=bureau.unit, room="attendance", reference=reference, **({"reason": "补卡已批准"} | said)
    )


def close(november: Period) -> None:
    """The period takes no facts any more."""
    Period.objects.filter(pk=november.pk).update(state=Period.State.CLOSED)


def acts(action: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=action).order_by("pk"))


# Proposing


def test_a_proposal_is_no_entry_until_it_is_confirmed(bureau: House, november: Period) -> None:
    row = proposed(bureau)
    assert (row.state, row.period, row.effect, row.entry) == ("proposed", november, Decimal("-0.5"), None)
    assert (row.count, row.about, row.revision) == (Decimal(1), "李晓敏", 1)
    assert not Entry.objects.exists()
    assert [event.actor for event in acts("proposal.make")] == [None]


def test_the_same_reference_again_gives_the_first_and_leaves_no_trace(bureau: House) -> None:
    first, again = proposed(bureau), proposed(bureau)
    assert first.pk == again.pk
    assert again.revision == 1
    assert ProposedEntry.objects.count() == 1
    assert AuditEvent.objects.filter(action__startswith="proposal.").count() == 1


def test_a_count_that_is_left_out_is_the_same_as_once(bureau: House) -> None:
    first = proposed(bureau, count=None)
    assert first.count == Decimal(1)
    assert proposed(bureau, count=Decimal(1)).revision == 1
    assert proposed(bureau, count=None).revision == 1


def test_a_changed_proposal_replaces_the_first_while_nobody_has_decided_and_the_log_keeps_both(
    bureau: House,
) -> None:
    first = proposed(bureau)
    changed = proposed(bureau, count=Decimal(2), reason="迟到并早退")
    assert (changed.pk, changed.revision, changed.effect) == (first.pk, 2, Decimal("-1.0"))
    (event,) = acts("proposal.change")
    assert (present(event.before)["count"], present(event.after)["count"]) == ("1.00", "2")
    assert (present(event.before)["reason"], present(event.after)["reason"]) == (
        "08:47 打卡，迟到 17 分钟",
        "迟到并早退",
    )


@pytest.mark.parametrize("decide", [confirm_proposal, dismiss_proposal])
def test_after_a_decision_the_same_is_returned_and_another_refused(
    bureau: House, office: Any, decide: Any
) -> None:
    decided = decide(actor=office, proposal=proposed(bureau), reason="已核实")
    assert proposed(bureau).state == decided.state
    with pytest.raises(ValidationError) as refusal:
        proposed(bureau, count=Decimal(2))
    assert refusal.value.code == "decided"
    assert ProposedEntry.objects.get().count == Decimal(1)


def test_the_same_reference_of_another_room_or_unit_is_another_proposal(bureau: House, street: House) -> None:
    open_period(actor=None, unit=street.unit, scheme=street.scheme, key="2026-Q4")
    mine = proposed(bureau)
    rooms = proposed(bureau, room="complaints")
    theirs = proposed(street, "ma", clause="merit", count=None, points=Decimal(1))
    assert len({mine.pk, rooms.pk, theirs.pk}) == 3


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"clause": "99"}, "clause"),
        ({"count": Decimal("0.3")}, "count"),
        ({"points": Decimal(-1)}, "points"),
        ({"occurred_on": date(2026, 11, 21)}, "occurred_on"),
        ({"occurred_on": date(2026, 10, 9)}, "occurred_on"),
        ({"occurred_on": date(2024, 10, 9)}, "staff"),
        ({"reason": "  "}, "reason"),
        ({"reason": "字" * 301}, "reason"),
        ({"note": "字" * 301}, "note"),
    ],
)
def test_what_the_ledger_would_refuse_is_not_proposed(bureau: House, said: Any, field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        proposed(bureau, **said)
    assert list(refusal.value.message_dict) == [field]
    assert not ProposedEntry.objects.exists()


def test_nobody_of_another_unit_is_proposed(bureau: House, street: House) -> None:
    for about in (
        SubjectRef.staff(street.people["ma"].pk),
        SubjectRef.department(street.departments["city"].pk),
    ):
        with pytest.raises(ValidationError) as refusal:
            proposed(bureau, about=about)
        assert list(refusal.value.message_dict) == [about.kind]


@pytest.mark.parametrize("names", [{"room": "a:b"}, {"room": ""}, {"reference": ""}, {"reference": "x" * 51}])
def test_a_room_has_a_name_and_a_reference_that_make_a_key(bureau: House, names: Any) -> None:
    with pytest.raises(ValueError, match="room|reference"):
        proposed(bureau, **names)


def test_a_proposal_is_about_a_person_or_a_department_and_confirmed_with_its_entry(bureau: House) -> None:
    row = proposed(bureau)
    for wrong in ({"staff": None}, {"department": bureau.departments["relief"]}, {"state": "confirmed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProposedEntry.objects.filter(pk=row.pk).update(**wrong)


# Confirming


def test_confirmed_it_is_an_entry_of_the_ledger_with_the_room_as_its_source(
    bureau: House, november: Period, office: Any
) -> None:
    row = confirm_proposal(actor=office, proposal=proposed(bureau, note="大厅考勤机"), reason="属实")
    entry = Entry.objects.get()
    assert row.entry == entry
    assert (row.state, row.decided_by, row.decision_reason) == ("confirmed", office, "属实")
    assert (entry.staff, entry.department) == (bureau.people["li"], bureau.departments["relief"])
    assert (entry.period, entry.clause, entry.effect) == (november, "6.1a", Decimal("-0.5"))
    assert (entry.source, entry.source_ref) == ("room", "attendance:2026-11-19/li")
    assert (entry.entered_by, entry.note, entry.occurred_on) == (office, "大厅考勤机", THURSDAY)
    (event,) = acts("proposal.confirm")
    assert (event.actor, event.target) == (office, "attendance:2026-11-19/li")
    assert (present(event.before)["state"], present(event.before)["entry"]) == ("proposed", None)
    assert (present(event.after)["state"], present(event.after)["entry"]) == ("confirmed", entry.pk)


def test_a_second_confirmation_is_too_late_and_names_who_was_first(bureau: House, office: Any) -> None:
    grant(bureau, "sun", Role.ASSESSMENT_OFFICE)
    row = proposed(bureau)
    confirm_proposal(actor=office, proposal=row)
    with pytest.raises(ValidationError) as refusal:
        confirm_proposal(actor=bureau.user("sun"), proposal=row)
    assert refusal.value.code == "too_late"
    assert "周敏" in refusal.value.messages[0]
    assert Entry.objects.count() == 1
    assert ProposedEntry.objects.get().decided_by == office


def test_nobody_confirms_what_they_have_not_seen(bureau: House, office: Any) -> None:
    seen = proposed(bureau)
    proposed(bureau, count=Decimal(2))
    with pytest.raises(ValidationError) as refusal:
        confirm_proposal(actor=office, proposal=seen, revision=seen.revision)
    assert refusal.value.code == "too_late"
    assert not Entry.objects.exists()
    confirm_proposal(actor=office, proposal=seen, revision=2)
    assert Entry.objects.get().count == Decimal(2)


@pytest.mark.parametrize("verb", [confirm_proposal, dismiss_proposal])
@pytest.mark.parametrize("who", ["lin", "sun", "qian", "li"])
def test_only_the_assessment_office_decides(bureau: House, who: str, verb: Any) -> None:
    with pytest.raises(PermissionDenied):
        verb(actor=bureau.user(who), proposal=proposed(bureau), reason="不符")
    assert ProposedEntry.objects.get().state == "proposed"


def test_an_office_of_some_departments_only_does_not_decide(bureau: House) -> None:
    grant(bureau, "wang", Role.ASSESSMENT_OFFICE, "relief")
    with pytest.raises(PermissionDenied):
        confirm_proposal(actor=bureau.user("wang"), proposal=proposed(bureau))


def test_the_system_itself_confirms_nothing(bureau: House) -> None:
    with pytest.raises(PermissionDenied):
        confirm_proposal(actor=None, proposal=proposed(bureau))  # type: ignore[arg-type]  # a careless caller


@pytest.mark.parametrize("verb", [confirm_proposal, dismiss_proposal])
def test_nobody_decides_about_himself(bureau: House, office: Any, verb: Any) -> None:
    row = proposed(bureau, "zhou")
    with pytest.raises(ValidationError) as refusal:
        verb(actor=office, proposal=row, reason="不符")
    assert refusal.value.code == "own_matter"
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("proposed", None)
    grant(bureau, "sun", Role.ASSESSMENT_OFFICE)
    assert verb(actor=bureau.user("sun"), proposal=row, reason="不符").decided_by == bureau.user("sun")


def test_in_a_closed_period_nothing_is_confirmed_but_it_can_be_dismissed(
    bureau: House, november: Period, office: Any
) -> None:
    row = proposed(bureau)
    close(november)
    with pytest.raises(ValidationError):
        confirm_proposal(actor=office, proposal=row)
    row.refresh_from_db()
    assert (row.state, row.decided_by, row.entry) == ("proposed", None, None)
    assert dismiss_proposal(actor=office, proposal=row, reason="已过结算").state == "dismissed"


def test_a_key_that_somebody_used_before_confirms_nothing(
    bureau: House, office: Any, late: Callable[..., Entry]
) -> None:
    late(idempotency_key="attendance:2026-11-19/li")
    with pytest.raises(ValidationError):
        confirm_proposal(actor=office, proposal=proposed(bureau))
    assert ProposedEntry.objects.get().state == "proposed"


def test_a_proposal_about_a_department_becomes_an_entry_of_that_department(hall: House) -> None:
    open_period(actor=None, unit=hall.unit, scheme=hall.scheme, key="2026-11")
    about = SubjectRef.department(hall.departments["tax"].pk)
    row = proposed(hall, "mei", about=about, clause="w1", room="complaints", reference="T12/1")
    assert (row.staff, row.department, row.kind) == (None, hall.departments["tax"], "department")
    entry = confirm_proposal(actor=hall.user("su"), proposal=row).entry
    assert (present(entry).staff, present(entry).department) == (None, hall.departments["tax"])


def test_a_dismissal_needs_its_reason_and_keeps_it(bureau: House, office: Any) -> None:
    row = proposed(bureau)
    with pytest.raises(ValidationError):
        dismiss_proposal(actor=office, proposal=row, reason=" ")
    row = dismiss_proposal(actor=office, proposal=row, reason="考勤机故障")
    assert (row.state, row.decision_reason, row.entry) == ("dismissed", "考勤机故障", None)
    assert not Entry.objects.exists()
    assert present(acts("proposal.dismiss")[0].after)["decision_reason"] == "考勤机故障"


def test_of_several_each_is_decided_by_itself(bureau: House, office: Any) -> None:
    rows = [proposed(bureau), proposed(bureau, "zhou", "own"), proposed(bureau, "he", "he")]
    done, refused = decide_several(actor=office, proposals=[(row, row.revision) for row in rows])
    assert done == 2
    assert len(refused) == 1
    assert "周敏" in refused[0]
    assert set(Entry.objects.values_list("staff__name", flat=True)) == {"李晓敏", "何静"}


def test_what_waits_is_named_before_the_close_as_a_note(bureau: House, november: Period) -> None:
    proposed(bureau)
    (found,) = [each for each in blockers(november) if each.code == "proposal"]
    assert (found.names, found.hard) == (["李晓敏"], False)


# Taking back


def test_a_room_takes_back_what_waits_and_may_propose_it_again(bureau: House, office: Any) -> None:
    row = proposed(bureau)
    gone = take_back_in_room(bureau)
    assert (gone.state, gone.withdrawal_reason) == ("withdrawn", "补卡已批准")
    with pytest.raises(ValidationError) as refusal:
        confirm_proposal(actor=office, proposal=row)
    assert refusal.value.code == "too_late"
    again = proposed(bureau)
    assert (again.pk, again.state, again.revision, again.withdrawal_reason) == (row.pk, "proposed", 2, "")
    assert confirm_proposal(actor=office, proposal=again).state == "confirmed"


def test_what_was_never_proposed_cannot_be_taken_back(bureau: House) -> None:
    assert take_back_in_room(bureau) is None
    assert proposal_of(bureau.unit, "attendance", "2026-11-19/li") is None


def test_a_confirmed_entry_is_reversed_with_the_reason_in_the_name_of_who_caused_it(
    bureau: House, office: Any
) -> None:
    row = confirm_proposal(actor=office, proposal=proposed(bureau))
    gone = take_back_in_room(bureau, actor=bureau.user("sun"))
    reversal = Entry.objects.get(reverses=row.entry)
    assert gone.state == "withdrawn"
    assert (reversal.reason, reversal.entered_by) == ("补卡已批准", bureau.user("sun"))
    assert not Entry.objects.counting().exists()
    (event,) = acts("proposal.withdraw")
    assert (present(event.before)["state"], present(event.after)["state"]) == ("confirmed", "withdrawn")
    assert take_back_in_room(bureau, actor=bureau.user("sun")).state == "withdrawn"
    assert Entry.objects.count() == 2


def test_what_was_confirmed_and_taken_back_is_not_proposed_again_under_its_reference(
    bureau: House, office: Any
) -> None:
    confirm_proposal(actor=office, proposal=proposed(bureau))
    take_back_in_room(bureau, actor=bureau.user("sun"))
    with pytest.raises(ValidationError) as refusal:
        proposed(bureau)
    assert refusal.value.code == "decided"
    assert proposed(bureau, reference="2026-11-19/li/2").state == "proposed"


@pytest.mark.parametrize("who", [None, "li"])
def test_without_a_name_or_by_the_person_himself_it_goes_back_to_the_office(
    bureau: House, office: Any, who: str | None
) -> None:
    row = confirm_proposal(actor=office, proposal=proposed(bureau))
    actor = bureau.user(who) if who else None
    assert take_back_in_room(bureau, actor=actor).state == "recalled"
    assert Entry.objects.counting().get() == row.entry
    gone = take_back_recalled(actor=office, proposal=row)
    reversal = Entry.objects.get(reverses=row.entry)
    assert (gone.state, reversal.reason, reversal.entered_by) == ("withdrawn", "补卡已批准", office)


def test_in_a_closed_period_it_goes_back_to_the_office_and_waits_for_the_reopening(
    bureau: House, november: Period, office: Any
) -> None:
    row = confirm_proposal(actor=office, proposal=proposed(bureau))
    close(november)
    assert take_back_in_room(bureau, actor=bureau.user("sun")).state == "recalled"
    with pytest.raises(ValidationError):
        take_back_recalled(actor=office, proposal=row)
    assert ProposedEntry.objects.get().state == "recalled"
    Period.objects.filter(pk=november.pk).update(state=Period.State.SUBMITTED)
    assert take_back_recalled(actor=office, proposal=row).state == "withdrawn"
    assert not Entry.objects.counting().exists()


def test_the_office_lets_a_recalled_entry_stand_with_the_reason(bureau: House, office: Any) -> None:
    row = confirm_proposal(actor=office, proposal=proposed(bureau))
    take_back_in_room(bureau)
    with pytest.raises(ValidationError):
        keep_recalled(actor=office, proposal=row, reason="")
    kept = keep_recalled(actor=office, proposal=row, reason="补卡逾期")
    assert (kept.state, kept.decision_reason) == ("confirmed", "补卡逾期")
    assert Entry.objects.counting().count() == 1
    assert present(acts("proposal.keep")[0].before)["withdrawal_reason"] == "补卡已批准"


def test_an_entry_that_was_reversed_by_hand_is_not_reversed_twice(bureau: House, office: Any) -> None:
    row = confirm_proposal(actor=office, proposal=proposed(bureau))
    reverse(actor=office, entry=present(row.entry), reason="录错", idempotency_key="by-hand")
    assert take_back_in_room(bureau).state == "withdrawn"
    assert Entry.objects.count() == 2


def test_nobody_settles_a_recall_about_himself(bureau: House, office: Any) -> None:
    grant(bureau, "sun", Role.ASSESSMENT_OFFICE)
    row = confirm_proposal(actor=bureau.user("sun"), proposal=proposed(bureau, "zhou"))
    take_back_in_room(bureau, actor=office)
    assert ProposedEntry.objects.get().state == "recalled"
    settlements: list[Callable[[], object]] = [
        lambda: take_back_recalled(actor=office, proposal=row),
        lambda: keep_recalled(actor=office, proposal=row, reason="维持"),
    ]
    for settle in settlements:
        with pytest.raises(ValidationError) as refusal:
            settle()
        assert refusal.value.code == "own_matter"


def test_an_entry_recorded_by_hand_is_no_proposal(bureau: House, office: Any) -> None:
    record(
        actor=office,
        unit=bureau.unit,
        staff=bureau.people["li"],
        clause="6.1a",
        occurred_on=THURSDAY,
        idempotency_key="hand",
    )
    assert take_back_in_room(bureau) is None
    assert Entry.objects.counting().count() == 1
