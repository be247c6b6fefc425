"""Who judges an appeal, and who does not; the answer is written, given once, and stays."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assessment.appeals.file_appeal import appeal_entry, appeal_result
from assessment.appeals.handle_appeal import assign, reject, take_up
from assessment.appeals.impartiality import judges_of
from assessment.appeals.uphold_appeal import uphold
from assessment.models import Appeal, AppealStep, Period
from organization.models import AuditEvent, Role, User
from tests.appeals.stages import quarter_entry
from tests.cast import House, grant
from tests.narrowing import present
from tests.periods.houses import office, result

ANSWER = "经核实，当日确有外出登记，扣分不成立。"


def test_the_office_and_the_leading_group_take_appeals_up_and_nobody_else(
    bureau: House, filed: Appeal
) -> None:
    for name in ("lin", "sun", "he", "li"):
        with pytest.raises(PermissionDenied):
            take_up(actor=bureau.user(name), appeal=filed)
    taken = take_up(actor=bureau.user("qian"), appeal=filed)
    assert (taken.state, taken.handler) == ("accepted", bureau.user("qian"))


def test_a_role_for_some_departments_only_judges_nothing(bureau: House, filed: Appeal) -> None:
    grant(bureau, "he", Role.LEADING_GROUP, "relief")
    with pytest.raises(PermissionDenied):
        take_up(actor=bureau.user("he"), appeal=filed)


def test_who_entered_the_entry_does_not_judge_it(bureau: House, filed: Appeal) -> None:
    grant(bureau, "lin", Role.LEADING_GROUP)
    with pytest.raises(ValidationError, match="林秀梅录入了该事项"):
        take_up(actor=bureau.user("lin"), appeal=filed)


def test_who_closed_the_result_does_not_judge_it_but_may_judge_an_entry(
    bureau: House, month: Period, filed: Appeal
) -> None:
    own = appeal_result(actor=bureau.user("li"), result=result(month, bureau, "li"), grounds="有误")
    with pytest.raises(ValidationError, match="周敏办理了该结果的结算"):
        take_up(actor=office(bureau), appeal=own)
    assert take_up(actor=office(bureau), appeal=filed).handler == office(bureau)


def test_who_signed_the_decision_on_a_grade_does_not_judge_it(street: House, tied: Period) -> None:
    own = appeal_result(actor=street.user("chen"), result=result(tied, street, "chen"), grounds="有误")
    with pytest.raises(ValidationError, match="罗成签署了关于该结果的决定"):
        take_up(actor=street.user("luo"), appeal=own)  # he left the seat empty that 陈立新 stood for
    assert take_up(actor=street.user("tang"), appeal=own).is_open


def test_a_decision_on_others_keeps_nobody_from_judging(street: House, quarter: Period) -> None:
    own = appeal_result(actor=street.user("tang"), result=result(quarter, street, "tang"), grounds="有误")
    judges = {judge.user: judge.conflict for judge in judges_of(own, own.filed_on)}
    assert judges[street.user("tang")]  # the filer
    assert judges[street.user("xu")]  # closed it


@pytest.mark.usefixtures("second_judge")
def test_the_filer_neither_judges_nor_gives_the_appeal_to_anybody(bureau: House, month: Period) -> None:
    own = appeal_result(actor=bureau.user("qian"), result=result(month, bureau, "qian"), grounds="有误")
    with pytest.raises(ValidationError, match="钱国栋提出了该申诉"):
        take_up(actor=bureau.user("qian"), appeal=own)
    with pytest.raises(ValidationError, match="钱国栋提出了该申诉"):
        assign(actor=bureau.user("qian"), appeal=own, handler=bureau.user("zhao"))


@pytest.mark.usefixtures("second_judge")
def test_the_office_that_closed_may_give_the_appeal_to_somebody_impartial(
    bureau: House, month: Period
) -> None:
    own = appeal_result(actor=bureau.user("li"), result=result(month, bureau, "li"), grounds="有误")
    given = assign(actor=office(bureau), appeal=own, handler=bureau.user("zhao"))
    assert (given.state, given.handler) == ("accepted", bureau.user("zhao"))
    with pytest.raises(ValidationError, match="周敏办理了该结果的结算"):
        assign(actor=bureau.user("qian"), appeal=given, handler=office(bureau))
    with pytest.raises(ValidationError):
        assign(actor=bureau.user("qian"), appeal=given, handler=bureau.user("he"))


@pytest.mark.usefixtures("second_judge")
def test_only_the_handler_answers(bureau: House, accepted: Appeal) -> None:
    with pytest.raises(ValidationError, match="钱国栋"):
        reject(actor=bureau.user("zhao"), appeal=accepted, answer=ANSWER)


def test_what_was_not_taken_up_is_not_answered(bureau: House, filed: Appeal) -> None:
    with pytest.raises(ValidationError, match="受理"):
        reject(actor=bureau.user("qian"), appeal=filed, answer=ANSWER)


@pytest.mark.parametrize("answer", ["", " \n"])
def test_an_answer_is_required(bureau: House, accepted: Appeal, answer: str) -> None:
    with pytest.raises(ValidationError) as refused:
        reject(actor=bureau.user("qian"), appeal=accepted, answer=answer)
    assert "answer" in refused.value.message_dict


def test_a_rejection_is_on_record_with_its_answer(bureau: House, accepted: Appeal) -> None:
    done = reject(actor=bureau.user("qian"), appeal=accepted, answer="经核实，记录属实。")
    step = present(done.steps.last())
    assert (done.state, step.action, step.by, step.text) == (
        "rejected",
        "reject",
        bureau.user("qian"),
        "经核实，记录属实。",
    )
    assert done.answered_at is not None
    assert AuditEvent.objects.filter(action="appeal.reject").count() == 1


@pytest.mark.usefixtures("second_judge")
def test_of_two_judges_the_second_is_told(bureau: House, filed: Appeal) -> None:
    stale = Appeal.objects.get(pk=filed.pk)
    take_up(actor=bureau.user("qian"), appeal=filed)
    with pytest.raises(ValidationError, match="钱国栋"):
        take_up(actor=bureau.user("zhao"), appeal=stale)


@pytest.mark.usefixtures("shown")
def test_an_answer_is_given_once(bureau: House, accepted: Appeal) -> None:
    from assessment.appeals.correct_facts import Corrections

    stale = Appeal.objects.get(pk=accepted.pk)
    reject(actor=bureau.user("qian"), appeal=accepted, answer="经核实，记录属实。")
    with pytest.raises(ValidationError, match="申诉不成立"):
        uphold(
            actor=bureau.user("qian"),
            appeal=stale,
            corrections=Corrections(entries=(present(stale.entry_id),)),
            answer=ANSWER,
            shown="",
        )
    with pytest.raises(ValidationError, match="申诉不成立"):
        reject(actor=bureau.user("qian"), appeal=stale, answer="再次答复")
    assert AppealStep.objects.filter(action__in=("reject", "uphold")).count() == 1


def test_who_entered_an_entry_does_not_take_it_back_when_a_result_is_judged(
    street: House, quarter: Period
) -> None:
    grant(street, "gao", Role.LEADING_GROUP)
    from assessment.appeals.correct_facts import Corrections, check

    own = appeal_result(actor=street.user("chen"), result=result(quarter, street, "chen"), grounds="有误")
    take_up(actor=street.user("gao"), appeal=own)
    with pytest.raises(ValidationError, match="由您本人录入"):
        check(street.user("gao"), own, Corrections(entries=(quarter_entry(quarter).pk,)))


@pytest.mark.usefixtures("bureau")
def test_grounds_steps_and_files_never_change(accepted: Appeal) -> None:
    step = present(accepted.steps.first())
    for change in (
        lambda: Appeal.objects.filter(pk=accepted.pk).update(grounds="改"),
        lambda: Appeal.objects.filter(pk=accepted.pk).delete(),
        lambda: AppealStep.objects.filter(pk=step.pk).update(text="改"),
        lambda: AppealStep.objects.filter(pk=step.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_closed_login_judges_nothing(bureau: House, filed: Appeal) -> None:
    User.objects.filter(pk=bureau.user("qian").pk).update(is_active=False)
    assert bureau.user("qian") not in [judge.user for judge in judges_of(filed, filed.filed_on)]


@pytest.mark.usefixtures("clock")
def test_an_entry_of_the_judge_is_seen_also_when_the_office_entered_it(bureau: House, month: Period) -> None:
    from assessment.models import Entry

    entry = present(Entry.objects.filter(period=month, clause="1.1").first())
    own = appeal_entry(actor=bureau.user("li"), entry=entry, grounds="有误")
    conflicts = {judge.user: bool(judge.conflict) for judge in judges_of(own, own.filed_on)}
    assert conflicts == {bureau.user("qian"): False, office(bureau): False}
