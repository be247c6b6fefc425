"""Filing an appeal: whose, against what, in which time; withdrawing it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from assessment.appeals.file_appeal import appeal_entry, appeal_result, withdraw
from assessment.appeals.handle_appeal import reject, take_up
from assessment.ledger.record_entries import record
from assessment.ledger.reverse_entry import reverse
from assessment.models import Appeal, AppealFile, Entry, Period
from assessment.periods.open_period import open_period
from tests.cast import House
from tests.conftest import SHANGHAI
from tests.periods.houses import office, result

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def at(day: date) -> datetime:
    """Nine in the morning of a day."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)


def test_the_person_files_against_the_own_published_result(bureau: House, month: Period) -> None:
    own = result(month, bureau, "li")
    appeal = appeal_result(actor=bureau.user("li"), result=own, grounds=" 扣分有误 ")
    assert (appeal.kind, appeal.state, appeal.grounds) == ("result", "filed", "扣分有误")
    assert appeal.answer_due == date(2026, 12, 20)  # thirty days where the scheme is silent
    (step,) = appeal.steps.all()
    assert (step.action, step.by, step.text) == ("file", bureau.user("li"), "扣分有误")


def test_nobody_files_against_somebody_elses_result_or_entry(
    bureau: House, month: Period, late: Entry
) -> None:
    for name in ("lin", "zhou", "he"):
        with pytest.raises(PermissionDenied):
            appeal_result(actor=bureau.user(name), result=result(month, bureau, "li"), grounds="代为申诉")
        with pytest.raises(PermissionDenied):
            appeal_entry(actor=bureau.user(name), entry=late, grounds="代为申诉")


@pytest.mark.parametrize("file", ["result", "entry"])
def test_the_thirtieth_day_after_the_publication_is_the_last_one(
    bureau: House, month: Period, late: Entry, clock: time_machine.Traveller, file: str
) -> None:
    def act() -> Any:
        if file == "entry":
            return appeal_entry(actor=bureau.user("li"), entry=late, grounds="与事实不符")
        return appeal_result(
            actor=bureau.user("li"), result=result(month, bureau, "li"), grounds="与事实不符"
        )

    clock.move_to(at(date(2026, 12, 21)))
    with pytest.raises(ValidationError, match="2026年12月20日"):
        act()
    clock.move_to(at(date(2026, 12, 20)))
    assert act().state == "filed"


def test_ten_working_days_end_on_the_tenth(
    bureau: House, month: Period, clock: time_machine.Traveller, appeal_rules: Any
) -> None:
    appeal_rules(within={"working_days": 10}, answer={"working_days": 5})
    own = result(month, bureau, "li")  # published on Friday, 20 November
    clock.move_to(at(date(2026, 12, 5)))
    with pytest.raises(ValidationError, match="2026年12月4日"):
        appeal_result(actor=bureau.user("li"), result=own, grounds="与事实不符")
    clock.move_to(at(date(2026, 12, 4)))
    appeal = appeal_result(actor=bureau.user("li"), result=own, grounds="与事实不符")
    assert appeal.answer_due == date(2026, 12, 11)


def test_a_year_without_a_calendar_keeps_nobody_from_appealing_in_time(
    bureau: House, month: Period, clock: time_machine.Traveller, appeal_rules: Any
) -> None:
    appeal_rules(within={"working_days": 30}, answer={"working_days": 30})
    own = result(month, bureau, "li")
    clock.move_to(at(date(2026, 12, 31)))
    appeal = appeal_result(actor=bureau.user("li"), result=own, grounds="与事实不符")
    assert appeal.answer_due is None  # set by the nightly task once 2027 is loaded


def test_a_year_without_a_calendar_is_named_when_it_is_needed(
    bureau: House, month: Period, clock: time_machine.Traveller, appeal_rules: Any
) -> None:
    appeal_rules(within={"working_days": 30}, answer={"days": 10})
    clock.move_to(at(date(2027, 1, 5)))
    with pytest.raises(ValidationError, match="2027"):
        appeal_result(actor=bureau.user("li"), result=result(month, bureau, "li"), grounds="与事实不符")


def test_what_is_not_published_cannot_be_appealed_against_yet(
    bureau: House, late: Entry, month: Period
) -> None:
    for state in (Period.State.CLOSED, Period.State.REVIEWED):
        Period.objects.filter(pk=month.pk).update(state=state)
        with pytest.raises(ValidationError, match="评定中"):
            appeal_result(actor=bureau.user("li"), result=result(month, bureau, "li"), grounds="有误")
        with pytest.raises(ValidationError, match="评定中"):
            appeal_entry(actor=bureau.user("li"), entry=late, grounds="有误")


def test_an_entry_of_an_open_period_can_be_appealed_against_at_any_time(
    bureau: House, clock: time_machine.Traveller
) -> None:
    clock.move_to(at(date(2026, 11, 2)))
    open_period(actor=office(bureau), unit=bureau.unit, scheme=bureau.scheme, key="2026-11")
    entry = record(
        actor=bureau.user("lin"),
        unit=bureau.unit,
        staff=bureau.people["li"],
        clause="1.1",
        occurred_on=date(2026, 11, 2),
        idempotency_key="november",
    )
    clock.move_to(at(date(2027, 3, 1)))
    assert appeal_entry(actor=bureau.user("li"), entry=entry, grounds="与事实不符").is_open


def test_an_entry_that_was_taken_back_needs_no_appeal(bureau: House, clock: time_machine.Traveller) -> None:
    clock.move_to(at(date(2026, 11, 2)))
    open_period(actor=office(bureau), unit=bureau.unit, scheme=bureau.scheme, key="2026-11")
    entry = record(
        actor=bureau.user("lin"),
        unit=bureau.unit,
        staff=bureau.people["li"],
        clause="1.1",
        occurred_on=date(2026, 11, 2),
        idempotency_key="november",
    )
    reversal = reverse(actor=bureau.user("lin"), entry=entry, reason="记错", idempotency_key="back")
    for each in (entry, reversal):
        with pytest.raises(ValidationError, match="冲销"):
            appeal_entry(actor=bureau.user("li"), entry=each, grounds="与事实不符")


@pytest.mark.usefixtures("filed")
def test_one_open_appeal_for_each_matter(bureau: House, month: Period, late: Entry) -> None:
    with pytest.raises(ValidationError, match="正在办理"):
        appeal_entry(actor=bureau.user("li"), entry=late, grounds="再次说明")
    own = result(month, bureau, "li")
    appeal_result(actor=bureau.user("li"), result=own, grounds="结果有误")  # another matter
    with pytest.raises(ValidationError, match="正在办理"):
        appeal_result(actor=bureau.user("li"), result=own, grounds="结果有误")
    assert Appeal.objects.count() == 2


def test_what_was_answered_is_not_opened_again_but_what_was_withdrawn_is(
    bureau: House, late: Entry, filed: Appeal
) -> None:
    withdraw(actor=bureau.user("li"), appeal=filed)
    again = appeal_entry(actor=bureau.user("li"), entry=late, grounds="补充材料后再次提出")
    take_up(actor=bureau.user("qian"), appeal=again)
    reject(actor=bureau.user("qian"), appeal=again, answer="经核实，记录属实。")
    with pytest.raises(ValidationError, match="已于2026年11月20日答复"):
        appeal_entry(actor=bureau.user("li"), entry=late, grounds="仍不服")


@pytest.mark.parametrize("grounds", ["", "  \n", "长" * 4001])
def test_grounds_are_required_and_have_a_length(bureau: House, late: Entry, grounds: str) -> None:
    with pytest.raises(ValidationError) as refused:
        appeal_entry(actor=bureau.user("li"), entry=late, grounds=grounds)
    assert "grounds" in refused.value.message_dict
    assert not Appeal.objects.exists()


def test_files_are_checked_and_kept_with_their_hash(bureau: House, late: Entry) -> None:
    file = SimpleUploadedFile("外出登记.pdf", PDF, "application/pdf")
    appeal = appeal_entry(actor=bureau.user("li"), entry=late, grounds="有登记", files=[file])
    kept = appeal.files.get()
    assert (kept.name, kept.size, len(kept.sha256)) == ("外出登记.pdf", len(PDF), 64)
    assert kept.file.read() == PDF


def test_a_bad_file_refuses_the_whole_appeal(bureau: House, late: Entry) -> None:
    files = [SimpleUploadedFile("登记.pdf", PDF), SimpleUploadedFile("程序.exe", b"MZ\x00\x01")]
    with pytest.raises(ValidationError) as refused:
        appeal_entry(actor=bureau.user("li"), entry=late, grounds="有登记", files=files)
    assert "程序.exe" in refused.value.message_dict["files"][0]
    assert not Appeal.objects.exists()
    assert not AppealFile.objects.exists()


def test_five_files_and_no_more(bureau: House, late: Entry) -> None:
    def files(count: Any) -> Any:
        return [SimpleUploadedFile(f"登记{n}.pdf", PDF) for n in range(count)]

    with pytest.raises(ValidationError):
        appeal_entry(actor=bureau.user("li"), entry=late, grounds="有登记", files=files(6))
    assert (
        appeal_entry(actor=bureau.user("li"), entry=late, grounds="有登记", files=files(5)).files.count() == 5
    )


def test_only_the_filer_withdraws_and_only_before_the_answer(bureau: House, filed: Appeal) -> None:
    with pytest.raises(PermissionDenied):
        withdraw(actor=bureau.user("qian"), appeal=filed)
    take_up(actor=bureau.user("qian"), appeal=filed)
    reject(actor=bureau.user("qian"), appeal=filed, answer="经核实，记录属实。")
    with pytest.raises(ValidationError):
        withdraw(actor=bureau.user("li"), appeal=filed)


def test_an_appeal_that_is_being_handled_may_still_be_withdrawn(bureau: House, accepted: Appeal) -> None:
    done = withdraw(actor=bureau.user("li"), appeal=accepted, reason="问题已解决")
    assert done.state == "withdrawn"
    assert [step.action for step in done.steps.all()] == ["file", "accept", "withdraw"]


def test_a_new_publication_gives_new_time(
    bureau: House, month: Period, clock: time_machine.Traveller
) -> None:
    own = result(month, bureau, "li")
    clock.move_to(at(date(2026, 12, 25)))
    with pytest.raises(ValidationError):
        appeal_result(actor=bureau.user("li"), result=own, grounds="有误")
    Period.objects.filter(pk=month.pk).update(published_on=date(2026, 12, 25) - timedelta(days=1))
    assert appeal_result(actor=bureau.user("li"), result=own, grounds="有误").is_open
