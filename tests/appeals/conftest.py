"""Fixtures of appeals: a published month of the bureau, a published quarter of the street with one seat to be lost."""

from collections.abc import Callable

import pytest
import time_machine
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.appeals.correct_facts import Corrections
from assessment.appeals.file_appeal import appeal_entry, appeal_result
from assessment.appeals.handle_appeal import take_up
from assessment.appeals.preview import preview
from assessment.models import Appeal, Entry, Period
from organization.models import Role
from tests.appeals.stages import TIED, closed_quarter, published, quarter_entry
from tests.cast import House, grant
from tests.mine.conftest import month_of
from tests.periods.houses import result


@pytest.fixture(autouse=True)
def _now(clock: time_machine.Traveller) -> None:
    """Every test here stands on Friday, 20 November 2026."""


@pytest.fixture
def month(
    bureau: House,
    clock: time_machine.Traveller,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Period:
    """October 2026 of the bureau, published on 20 November: three entries of 林秀梅 against 李晓敏."""
    with django_capture_on_commit_callbacks(execute=True):
        period = month_of(bureau, clock)
    return published(bureau, period)


@pytest.fixture
def quarter(
    street: House,
    clock: time_machine.Traveller,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Period:
    """The third quarter of the street, published: 马强 has the one excellent seat, 陈立新 lost it by an entry."""
    with django_capture_on_commit_callbacks(execute=True):
        period = closed_quarter(street)
    return published(street, period)


@pytest.fixture
def tied(
    street: House,
    clock: time_machine.Traveller,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Period:
    """The same quarter with 马强 and 陈立新 equal at the seat; 罗成 signed that it stays empty."""
    with django_capture_on_commit_callbacks(execute=True):
        period = closed_quarter(street, TIED, "xu")
    return published(street, period)


@pytest.fixture
def late(bureau: House, month: Period) -> Entry:
    """The entry of 12 October against 李晓敏: late twice."""
    return Entry.objects.get(period=month, clause="6.1a")


@pytest.fixture
def filed(bureau: House, month: Period, late: Entry) -> Appeal:
    """李晓敏 appeals against being late twice; 钱国栋 of the leading group may judge it."""
    return appeal_entry(actor=bureau.user("li"), entry=late, grounds="当日因公外出，有外出登记。")


@pytest.fixture
def accepted(bureau: House, filed: Appeal) -> Appeal:
    """The same, taken up by 钱国栋."""
    return take_up(actor=bureau.user("qian"), appeal=filed)


@pytest.fixture
def against_grade(street: House, quarter: Period) -> Appeal:
    """陈立新 appeals against the grade; 唐志远, who leads the group, has taken it up."""
    appeal = appeal_result(
        actor=street.user("chen"), result=result(quarter, street, "chen"), grounds="扣分事项与事实不符。"
    )
    return take_up(actor=street.user("tang"), appeal=appeal)


@pytest.fixture
def without_entry(quarter: Period) -> Corrections:
    """What gives 陈立新 the seat back."""
    return Corrections(entries=(quarter_entry(quarter).pk,))


@pytest.fixture
def second_judge(bureau: House) -> House:
    """Another login of the leading group: 赵玉兰."""
    grant(bureau, "zhao", Role.LEADING_GROUP)
    return bureau


Shown = Callable[[Appeal, Corrections], str]


@pytest.fixture
def shown() -> Shown:
    """``shown(appeal, corrections)``: the fingerprint of the differences as they are now."""

    def look(appeal: Appeal, corrections: Corrections) -> str:
        return str(preview(appeal, corrections, lambda _count: None)["fingerprint"])

    return look


@pytest.fixture
def appeal_rules(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``appeal_rules(within={"days": 10}, answer={"working_days": 10})``: what a scheme could say of appeals."""
    from assessment.appeals import deadlines
    from assessment.rules.vocabulary.pack import AppealRules as Rules

    def say(**spans: dict[str, int]) -> None:
        rules = Rules.model_validate(spans)
        monkeypatch.setattr(deadlines, "rules_of", lambda _period, _kind="staff": rules)

    return say
