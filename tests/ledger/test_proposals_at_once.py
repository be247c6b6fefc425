"""Two act on one proposal at the same moment: it is confirmed once, and the other is told."""

import pytest

from assessment.facade import withdraw_proposal
from assessment.ledger.decide_proposals import confirm_proposal, dismiss_proposal
from assessment.models import Entry, Period, ProposedEntry
from organization.models import AuditEvent, Role
from tests.cast import House, grant
from tests.ledger.proposing import proposed
from tests.races import kinds, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _two_in_the_office(bureau: House, november: Period) -> None:  # noqa: ARG001  # for its effect
    """周敏 and 孙立 both belong to the assessment office; November is open."""
    grant(bureau, "sun", Role.ASSESSMENT_OFFICE)


def test_of_two_who_confirm_at_once_one_records_the_entry(bureau: House) -> None:
    row = proposed(bureau)
    acts = [
        lambda name=name: confirm_proposal(actor=bureau.user(name), proposal=row) for name in ("zhou", "sun")
    ]
    assert kinds(race(*acts)) == ["ProposedEntry", "ValidationError"]
    entry = Entry.objects.get()
    assert ProposedEntry.objects.get().entry == entry
    assert ProposedEntry.objects.get().decided_by == entry.entered_by
    assert AuditEvent.objects.filter(action="proposal.confirm").count() == 1


def test_confirmed_and_dismissed_at_once_ends_with_one_decision(bureau: House) -> None:
    row = proposed(bureau)
    ends = race(
        lambda: confirm_proposal(actor=bureau.user("zhou"), proposal=row),
        lambda: dismiss_proposal(actor=bureau.user("sun"), proposal=row, reason="不符"),
    )
    assert kinds(ends) == ["ProposedEntry", "ValidationError"]
    assert Entry.objects.exists() == (ProposedEntry.objects.get().state == "confirmed")


def test_a_room_that_proposes_twice_at_once_proposes_once(bureau: House) -> None:
    assert kinds(race(lambda: proposed(bureau), lambda: proposed(bureau))) == ["ProposedEntry"] * 2
    assert ProposedEntry.objects.get().revision == 1
    assert AuditEvent.objects.filter(action="proposal.make").count() == 1


def test_confirmed_and_taken_back_at_once_leaves_no_entry_that_counts(bureau: House) -> None:
    row = proposed(bureau)
    ends = race(
        lambda: confirm_proposal(actor=bureau.user("zhou"), proposal=row),
        lambda: withdraw_proposal(
            unit=bureau.unit,
            room="attendance",
            reference=row.reference,
            reason="补卡",
            actor=bureau.user("sun"),
        ),
    )
    assert isinstance(ends[1], ProposedEntry)
    assert ProposedEntry.objects.get().state == "withdrawn"
    assert not Entry.objects.counting().exists()
    assert Entry.objects.count() == (2 if isinstance(ends[0], ProposedEntry) else 0)
