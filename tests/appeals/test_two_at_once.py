"""Two people act on one appeal at the same moment: one succeeds, the other is told."""

from typing import Any

import pytest
import time_machine

from assessment.appeals.correct_facts import Corrections
from assessment.appeals.file_appeal import appeal_entry, withdraw
from assessment.appeals.handle_appeal import assign, reject, take_up
from assessment.appeals.preview import preview
from assessment.appeals.uphold_appeal import uphold
from assessment.models import Appeal, AppealStep, Close, Entry
from organization.models import Role
from tests.appeals.stages import published
from tests.cast import House, grant
from tests.mine.conftest import month_of
from tests.narrowing import present
from tests.races import kinds, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def appeal(bureau: House, clock: time_machine.Traveller) -> Appeal:
    """李晓敏 appeals against being late twice; two of the leading group may judge it."""
    month = published(bureau, month_of(bureau, clock))
    grant(bureau, "zhao", Role.LEADING_GROUP)
    entry = Entry.objects.get(period=month, clause="6.1a")
    return appeal_entry(actor=bureau.user("li"), entry=entry, grounds="当日因公外出")


def test_of_two_who_take_it_up_one_handles_it(bureau: House, appeal: Appeal) -> None:
    acts = [lambda name=name: take_up(actor=bureau.user(name), appeal=appeal) for name in ("qian", "zhao")]
    assert kinds(race(*acts)) == ["Appeal", "ValidationError"]
    assert AppealStep.objects.filter(action="accept").count() == 1


def test_upheld_and_rejected_at_once_ends_with_one_answer(bureau: House, appeal: Appeal) -> None:
    judge = bureau.user("qian")
    take_up(actor=judge, appeal=appeal)
    chosen = Corrections(entries=(present(appeal.entry_id),))
    shown = preview(appeal, chosen, lambda _count: None)["fingerprint"]
    first, second = Appeal.objects.get(pk=appeal.pk), Appeal.objects.get(pk=appeal.pk)
    ends = race(
        lambda: uphold(actor=judge, appeal=first, corrections=chosen, answer="予以更正", shown=shown),
        lambda: reject(actor=judge, appeal=second, answer="记录属实"),
    )
    appeal.refresh_from_db()
    assert kinds(ends) == ["Appeal", "ValidationError"]
    assert AppealStep.objects.filter(action__in=("uphold", "reject")).count() == 1
    assert Close.objects.filter(revision=2).exists() == (appeal.state == "upheld")
    assert Entry.objects.filter(reverses__isnull=False).exists() == (appeal.state == "upheld")


def test_two_judges_uphold_at_once_and_one_revision_comes_of_it(bureau: House, appeal: Appeal) -> None:
    take_up(actor=bureau.user("qian"), appeal=appeal)
    chosen = Corrections(entries=(present(appeal.entry_id),))
    shown = preview(appeal, chosen, lambda _count: None)["fingerprint"]

    def act(name: Any) -> Any:
        mine = Appeal.objects.get(pk=appeal.pk)
        if name == "zhao":
            mine = assign(actor=bureau.user(name), appeal=mine, handler=bureau.user(name))
        judge = bureau.user(name)
        return uphold(actor=judge, appeal=mine, corrections=chosen, answer="予以更正", shown=shown)

    assert kinds(race(lambda: act("qian"), lambda: act("zhao"))) == ["Appeal", "ValidationError"]
    assert Close.objects.filter(revision__gt=1).count() == 1


def test_withdrawn_and_answered_at_once_ends_with_one(bureau: House, appeal: Appeal) -> None:
    judge = bureau.user("qian")
    take_up(actor=judge, appeal=appeal)
    first, second = Appeal.objects.get(pk=appeal.pk), Appeal.objects.get(pk=appeal.pk)
    ends = race(
        lambda: withdraw(actor=bureau.user("li"), appeal=first),
        lambda: reject(actor=judge, appeal=second, answer="记录属实"),
    )
    assert kinds(ends) == ["Appeal", "ValidationError"]


def test_filed_twice_at_once_is_filed_once(bureau: House, appeal: Appeal) -> None:
    withdraw(actor=bureau.user("li"), appeal=appeal)
    entry = Entry.objects.get(pk=present(appeal.entry_id))
    acts = [lambda: appeal_entry(actor=bureau.user("li"), entry=entry, grounds="当日因公外出")] * 2
    assert kinds(race(*acts)) == ["Appeal", "ValidationError"]
    assert Appeal.objects.filter(state="filed").count() == 1
