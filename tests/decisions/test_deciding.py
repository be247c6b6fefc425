"""集体决定: ties at a cap, free seats, pending grades; caps and ceilings hold for the leading group too."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from assessment.decisions.decide import decide, revoke
from assessment.decisions.finish_review import finish_review
from assessment.decisions.pending import grades_in_force, matters_of, matters_to_decide
from assessment.models import DecidedGrade, Period
from assessment.office.periods.publish_period import publish_period
from assessment.periods.change_state import StepRefused
from assessment.results.selectors import current_results
from foundation.uploads import UploadRefused
from tests.cast import House
from tests.narrowing import present
from tests.periods.houses import closed, months, past, rated, result, state

TIE = "tie:excellent:general"
GOOD_TIE = "tie:good:general"


def _tied(street: Any) -> Any:
    """Five general staff (1 seat excellent, 1 good): 马强 and 陈立新 equal at the top, 徐海燕 good behind them."""
    return closed(
        street,
        "2026-Q3",
        {
            "ma": rated("90", "95"),
            "chen": rated("90", "95", leave_days="16"),
            "xu": rated("82", "90"),
        },
        rated("60", "70"),
    )


def _subjects(period: Period) -> list[str]:
    return [matter.subject for matter in matters_to_decide(present(period.current_close))]


def _final(period: Period, street: Any) -> dict[str, str | None]:
    short = {member.pk: key for key, member in street.people.items()}
    return {short[row.staff_id]: row.final_grade for row in current_results(period)}


def _decide(
    street: Any,
    period: Any,
    subject: Any,
    *keys: Any,
    grade: Any = "excellent",
    by: Any = "tang",
    **more: Any,
) -> Any:
    grades = {result(period, street, key).pk: grade for key in keys}
    more.setdefault("reason", "工作实绩突出，经集体研究决定")
    return decide(actor=street.user(by), close=period.current_close, subject=subject, grades=grades, **more)


def test_equals_who_do_not_fit_wait_for_the_leading_group(street: House) -> None:
    period = _tied(street)
    assert {r.flags[0] for r in current_results(period) if r.flags} == {"quota_drop", "tie_at_cap"}
    matters = {matter.subject: matter for matter in matters_to_decide(period.current_close)}
    assert list(matters) == [TIE]  # what is open at the next cap depends on it
    assert [person.name for person in matters[TIE].people] == ["马强", "陈立新"]
    assert matters[TIE].seats == 1


def test_the_leading_group_gives_the_seat_to_one_of_the_equals(street: House) -> None:
    period = _tied(street)
    decision = _decide(street, period, TIE, "ma")
    assert decision.decided_by == street.user("tang")
    assert _final(period, street)["ma"] == "excellent"
    assert _final(period, street)["chen"] == "qualified"
    assert TIE not in _subjects(period)


def test_the_other_equal_is_then_alone_at_the_next_cap(street: House) -> None:
    period = _tied(street)
    _decide(street, period, TIE, "ma")
    matter = matters_to_decide(period.current_close)[0]
    assert matter.subject == GOOD_TIE
    assert [person.name for person in matter.people] == ["陈立新"]


def test_the_bonus_follows_the_decided_grade_and_the_gates(street: House) -> None:
    period = _tied(street)
    _decide(street, period, TIE, "chen")
    assert DecidedGrade.objects.get().bonus == Decimal(
        "1800.00"
    )  # excellent, paid as good after 16 days of leave
    row = current_results(period).get(staff=street.people["chen"])
    assert (row.grade, row.final_grade, row.final_bonus) == ("qualified", "excellent", Decimal("1800.00"))


def test_the_leading_group_may_leave_the_seats_empty(street: House) -> None:
    period = _tied(street)
    _decide(street, period, TIE)
    assert TIE not in _subjects(period)
    assert "excellent" not in _final(period, street).values()


def test_a_cap_holds_for_the_leading_group_too(street: House) -> None:
    period = _tied(street)
    with pytest.raises(ValidationError, match="2"):
        _decide(street, period, TIE, "ma", "chen")
    assert not DecidedGrade.objects.exists()
    _decide(street, period, TIE, "ma")  # as many as there are seats


def test_nobody_else_is_slipped_in(street: House) -> None:
    period = _tied(street)
    with pytest.raises(ValidationError):
        _decide(street, period, TIE, "wu")


def test_only_the_matters_own_grade_is_given_at_a_cap(street: House) -> None:
    period = _tied(street)
    with pytest.raises(ValidationError):
        _decide(street, period, TIE, "ma", grade="good")


def test_a_decision_needs_a_reason(street: House) -> None:
    period = _tied(street)
    with pytest.raises(ValidationError):
        _decide(street, period, TIE, "ma", reason="  ")


def test_only_the_leading_group_decides(street: House, bureau: House) -> None:
    period = _tied(street)
    for actor in (street.user("xu"), street.user("ma"), street.user("luo"), bureau.user("qian")):
        with pytest.raises(PermissionDenied):
            decide(actor=actor, close=period.current_close, subject=TIE, grades={}, reason="空缺")


def test_a_matter_is_decided_once(street: House) -> None:
    period = _tied(street)
    _decide(street, period, TIE, "ma")
    with pytest.raises(ValidationError):
        _decide(street, period, TIE, "chen")


def test_the_minutes_are_kept_with_the_decision(street: House) -> None:
    period = _tied(street)
    minutes = SimpleUploadedFile("会议纪要.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    decision = _decide(street, period, TIE, "ma", minutes=minutes)
    assert decision.minutes_name == "会议纪要.pdf"
    assert decision.minutes.read().startswith(b"%PDF")


def test_minutes_that_are_no_document_are_refused(street: House) -> None:
    period = _tied(street)
    with pytest.raises(UploadRefused):
        _decide(street, period, TIE, "ma", minutes=SimpleUploadedFile("a.pdf", b"MZ\x90\x00 not a document"))
    assert not period.current_close.decisions.exists()


def test_a_revoked_decision_stays_on_record_and_the_matter_is_open_again(street: House) -> None:
    period = _tied(street)
    decision = _decide(street, period, TIE, "ma")
    revoke(actor=street.user("tang"), decision=decision, reason="票数统计有误")
    assert (decision.revoked_by, decision.revoked_reason) == (street.user("tang"), "票数统计有误")
    assert TIE in _subjects(period)
    assert _final(period, street)["ma"] == "qualified"
    _decide(street, period, TIE, "chen")
    assert _final(period, street)["chen"] == "excellent"


def test_revoking_needs_a_reason_and_the_leading_group(street: House) -> None:
    decision = _decide(street, _tied(street), TIE, "ma")
    with pytest.raises(ValidationError):
        revoke(actor=street.user("tang"), decision=decision, reason="")
    with pytest.raises(PermissionDenied):
        revoke(actor=street.user("xu"), decision=decision, reason="有误")


def test_a_decision_is_revoked_once(street: House) -> None:
    decision = _decide(street, _tied(street), TIE, "ma")
    revoke(actor=street.user("tang"), decision=decision, reason="有误")
    with pytest.raises(ValidationError):
        revoke(actor=street.user("tang"), decision=decision, reason="有误")


def test_a_decision_on_which_another_builds_is_not_revoked_first(street: House) -> None:
    period = _tied(street)
    first = _decide(street, period, TIE, "ma")
    second = _decide(street, period, GOOD_TIE, "chen", grade="good")
    with pytest.raises(ValidationError):
        revoke(actor=street.user("tang"), decision=first, reason="有误")
    revoke(actor=street.user("tang"), decision=second, reason="有误")
    revoke(actor=street.user("tang"), decision=first, reason="有误")
    assert _subjects(period) == [TIE]


def test_a_finished_review_is_taken_up_again_by_a_revocation(street: House) -> None:
    period = _tied(street)
    _decide(street, period, TIE, "ma")
    decision = _decide(street, period, GOOD_TIE, "chen", grade="good")
    finish_review(actor=street.user("xu"), period=period)
    revoke(actor=street.user("tang"), decision=decision, reason="有误")
    period.refresh_from_db()
    assert period.state == "closed"


def test_after_publication_nothing_is_decided_or_revoked(street: House) -> None:
    period = _tied(street)
    decision = _decide(street, period, TIE, "ma")
    _decide(street, period, GOOD_TIE, "chen", grade="good")
    publish_period(actor=street.user("xu"), period=period)
    with pytest.raises(StepRefused):
        revoke(actor=street.user("tang"), decision=decision, reason="有误")


def test_the_review_is_not_finished_while_matters_are_open(street: House) -> None:
    period = _tied(street)
    with pytest.raises(StepRefused, match="1"):
        finish_review(actor=street.user("xu"), period=period)
    _decide(street, period, TIE, "ma")
    _decide(street, period, GOOD_TIE)
    finish_review(actor=street.user("tang"), period=period)
    period.refresh_from_db()
    assert period.state == "reviewed"


def test_neither_staff_nor_hr_finish_a_review(street: House) -> None:
    period = _tied(street)
    for key in ("ma", "fang", "hang"):
        with pytest.raises(PermissionDenied):
            finish_review(actor=street.user(key), period=period)


def test_a_month_without_grades_leaves_nothing_to_decide(bureau: House) -> None:
    period = closed(bureau, "2026-10", {})
    assert matters_to_decide(present(period.current_close)) == []
    finish_review(actor=bureau.user("zhou"), period=period)


# --- the year of the bureau: every grade is the leading group's ------------------------------------------------------


def _bureau_year(bureau: Any) -> Any:
    return closed(
        bureau,
        "2026",
        {
            "li": {
                **months("50", "48"),
                "states": [state("admonition", date(2026, 3, 1), date(2026, 8, 31))],
            },
        },
        months("50", "49.5"),
    )


def test_every_grade_of_the_bureaus_year_waits_for_the_leading_group(bureau: House) -> None:
    period = _bureau_year(bureau)
    (matter,) = matters_to_decide(period.current_close)
    assert (matter.subject, matter.seats, len(matter.people)) == ("pending:general:1", None, 8)


def test_pending_grades_are_decided_in_one_go_or_in_several(bureau: House) -> None:
    period = _bureau_year(bureau)
    everyone = {result(period, bureau, key).pk: "qualified" for key in bureau.people}
    one = everyone.popitem()
    actor, close = bureau.user("qian"), period.current_close
    decide(actor=actor, close=close, subject="pending:general:1", grades=everyone, reason="集体研究")
    (matter,) = matters_to_decide(close)
    assert (matter.subject, [person.pk for person in matter.people]) == ("pending:general:2", [one[0]])
    decide(actor=actor, close=close, subject="pending:general:2", grades=dict([one]), reason="补充研究")
    assert matters_to_decide(close) == []


def test_a_ceiling_holds_for_the_leading_group_too(bureau: House) -> None:
    period = _bureau_year(bureau)
    li, he = (result(period, bureau, key) for key in ("li", "he"))
    actor, close = bureau.user("qian"), period.current_close
    with pytest.raises(ValidationError, match="李晓敏"):
        decide(
            actor=actor, close=close, subject="pending:general:1", grades={li.pk: "excellent"}, reason="研究"
        )
    decide(
        actor=actor,
        close=close,
        subject="pending:general:1",
        grades={li.pk: "qualified", he.pk: "excellent"},
        reason="研究",
    )


def test_a_pending_grade_is_one_that_the_scheme_uses_in_this_part(bureau: House) -> None:
    period = _bureau_year(bureau)
    grades = {result(period, bureau, "he").pk: "good"}
    with pytest.raises(ValidationError):
        decide(
            actor=bureau.user("qian"),
            close=period.current_close,
            subject="pending:general:1",
            grades=grades,
            reason="研究",
        )


def test_pending_grades_cannot_be_decided_for_nobody(bureau: House) -> None:
    period = _bureau_year(bureau)
    with pytest.raises(ValidationError):
        decide(
            actor=bureau.user("qian"),
            close=period.current_close,
            subject="pending:general:1",
            grades={},
            reason="研究",
        )


# --- the year of the street: 20 % over the whole unit, seats left over, a veto ---------------------------------------


def _street_year(street: Any, **more: Any) -> Any:
    """Ten people, two excellent seats: 马强 has three excellent quarters, 陈立新 and 吴桐 are candidates."""
    facts = {
        "ma": past(Q1="95 excellent", Q2="94 excellent", Q3="93 excellent", Q4="80 good"),
        "chen": past(Q1="92 excellent", Q2="80 good", Q3="80 good", Q4="80 good"),
        "wu": past(Q1="91 excellent", Q2="91 excellent", Q3="70 qualified", Q4="70 qualified"),
        **more,
    }
    return closed(street, "2026", facts, past(Q1="70 qualified", Q2="70 qualified"))


def test_a_seat_left_over_may_be_given_to_a_candidate(street: House) -> None:
    period = _street_year(street)
    (matter,) = matters_to_decide(period.current_close)
    assert (matter.subject, matter.kind, matter.seats) == ("free_seat:excellent:*", "free_seat", 1)
    assert [person.name for person in matter.people] == ["陈立新", "吴桐"]
    _decide(street, period, matter.subject, "wu")
    assert _final(period, street)["wu"] == "excellent"
    assert matters_to_decide(period.current_close) == []


def test_no_more_candidates_than_free_seats(street: House) -> None:
    period = _street_year(street)
    with pytest.raises(ValidationError):
        _decide(street, period, "free_seat:excellent:*", "wu", "chen")


def test_a_candidate_under_a_ceiling_is_none(street: House) -> None:
    chen = past(Q1="92 excellent", Q2="55 unqualified", Q3="80 good", Q4="80 good")
    period = _street_year(street, chen=chen)
    (matter,) = matters_to_decide(period.current_close)
    assert [person.name for person in matter.people] == ["吴桐"]


def test_full_caps_leave_no_seat_to_decide(street: House) -> None:
    wu = past(Q1="91 excellent", Q2="91 excellent", Q3="91 excellent", Q4="70 qualified")
    assert matters_to_decide(_street_year(street, wu=wu).current_close) == []


def test_a_tie_in_the_year_comes_first_and_then_the_seats_it_leaves(street: House) -> None:
    three = past(Q1="95 excellent", Q2="95 excellent", Q3="95 excellent")
    period = closed(
        street,
        "2026",
        {"ma": three, "chen": three, "xu": three, "wu": past(Q1="91 excellent")},
        past(Q1="70 qualified"),
    )
    assert _subjects(period) == ["tie:excellent:*"]
    _decide(street, period, "tie:excellent:*", "ma")
    (matter,) = matters_to_decide(present(period.current_close))
    assert (matter.subject, matter.seats) == ("free_seat:excellent:*", 1)
    assert [person.name for person in matter.people] == ["吴桐"]
    _decide(street, period, "free_seat:excellent:*")
    assert _subjects(period) == []


def test_a_veto_leaves_the_grade_to_the_leading_group_below_its_ceiling(street: House) -> None:
    veto = {**past(Q1="95 excellent"), "states": [state("veto", date(2026, 5, 1), date(2026, 12, 31))]}
    wu = past(Q1="91 excellent", Q2="91 excellent", Q3="91 excellent")
    period = _street_year(street, chen=veto, wu=wu)
    (matter,) = matters_to_decide(period.current_close)
    assert (matter.subject, [person.name for person in matter.people]) == ("pending:general:1", ["陈立新"])
    with pytest.raises(ValidationError, match="陈立新"):
        _decide(street, period, matter.subject, "chen", grade="qualified")
    _decide(street, period, matter.subject, "chen", grade="basically_qualified")
    assert _final(period, street)["chen"] == "basically_qualified"


def test_decided_matters_are_listed_with_their_decision(street: House) -> None:
    period = _tied(street)
    decision = _decide(street, period, TIE, "ma")
    decided = [m for m in matters_of(grades_in_force(period.current_close)) if not m.is_open]
    assert [(m.subject, m.decision) for m in decided] == [(TIE, decision)]
