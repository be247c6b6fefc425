"""A code is spent and the ballots are cast together; nothing that is stored joins a rater to an answer."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessment.models import Period
from evaluation.cast_ballots import NoCode, campaign_of, cast_ballots
from evaluation.models import Ballot, Campaign, Code, Group, Subject
from evaluation.providers import answers_of
from evaluation.run_campaigns import NewGroup, end_campaign, issue_codes, open_campaign, prepare_campaign
from organization.models import AuditEvent
from organization.subjects import SubjectRef
from tests.cast import House
from tests.narrowing import present


@pytest.fixture
def codes(bureau: House, campaign: Campaign) -> list[str]:
    office = bureau.user("zhou")
    found = issue_codes(actor=office, group=campaign.groups.get(code="public"), count=3)
    open_campaign(actor=office, campaign=campaign)
    return found


def subject(campaign: Any, department: Any) -> int:
    return Subject.objects.get(campaign=campaign, department=department).pk


@pytest.mark.usefixtures("bureau", "campaign")
def test_codes_are_shown_once_and_kept_as_hashes(codes: list[str]) -> None:
    assert len(set(codes)) == 3
    assert all(len(code) == 12 for code in codes)
    kept = set(Code.objects.values_list("digest", flat=True))
    assert len(kept) == 3
    assert not kept & set(codes)
    assert Group.objects.get(code="public").issued == 3
    assert not any(code in str(event.after) for event in AuditEvent.objects.all() for code in codes)


def test_a_code_is_spent_once_and_its_row_is_gone_with_the_ballot(
    bureau: House, campaign: Campaign, codes: list[str]
) -> None:
    relief = subject(campaign, bureau.departments["relief"])
    assert cast_ballots(code=codes[0], answers={relief: {"duties": "satisfied"}}) == 1
    assert Code.objects.count() == 2
    with pytest.raises(NoCode):
        cast_ballots(code=codes[0], answers={relief: {"duties": "satisfied"}})
    assert Ballot.objects.get().answers == {"duties": "satisfied"}


def test_a_ballot_holds_no_name_no_time_and_no_code() -> None:
    assert {field.name for field in Ballot._meta.get_fields()} == {
        "id",
        "group",
        "staff",
        "department",
        "answers",
    }


def test_casting_leaves_no_act_in_the_log(bureau: House, campaign: Campaign, codes: list[str]) -> None:
    before = AuditEvent.objects.count()
    cast_ballots(code=codes[0], answers={subject(campaign, bureau.departments["relief"]): {"style": "basic"}})
    assert AuditEvent.objects.count() == before


def test_a_code_typed_small_and_with_spaces_is_the_same(campaign: Campaign, codes: list[str]) -> None:
    code = codes[1].lower()
    assert campaign_of(f"{code[:4]} {code[4:8]}-{code[8:]}") == campaign


@pytest.mark.parametrize("answers", [{"duties": "wonderful"}, {"beauty": "satisfied"}])
def test_an_answer_to_no_question_is_refused_and_spends_nothing(
    bureau: House, campaign: Campaign, codes: list[str], answers: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        cast_ballots(code=codes[0], answers={subject(campaign, bureau.departments["relief"]): answers})
    with pytest.raises(ValidationError):
        cast_ballots(code=codes[0], answers={0: {"duties": "satisfied"}})
    assert Code.objects.count() == 3
    assert not Ballot.objects.exists()


def test_a_ballot_without_any_answer_is_not_cast(bureau: House, campaign: Campaign, codes: list[str]) -> None:
    with pytest.raises(ValidationError):
        cast_ballots(code=codes[0], answers={subject(campaign, bureau.departments["relief"]): {}})
    assert Code.objects.count() == 3


def test_codes_serve_only_while_the_evaluation_is_open(bureau: House, campaign: Campaign) -> None:
    office = bureau.user("zhou")
    code = issue_codes(actor=office, group=campaign.groups.get(code="public"), count=1)[0]
    with pytest.raises(NoCode):
        campaign_of(code)
    open_campaign(actor=office, campaign=campaign)
    assert campaign_of(code) == campaign
    end_campaign(actor=office, campaign=campaign)
    assert not Code.objects.exists()
    with pytest.raises(NoCode):
        cast_ballots(code=code, answers={subject(campaign, bureau.departments["relief"]): {"style": "basic"}})


def test_the_answers_are_counted_by_group_in_the_groups_order(
    bureau: House, campaign: Campaign, codes: list[str]
) -> None:
    office, relief = bureau.user("zhou"), bureau.departments["relief"]
    delegate = issue_codes(actor=office, group=campaign.groups.get(code="delegates"), count=1)[0]
    cast_ballots(code=delegate, answers={subject(campaign, relief): {"duties": "basic"}})
    for code in codes[:2]:
        cast_ballots(
            code=code, answers={subject(campaign, relief): {"duties": "satisfied", "style": "basic"}}
        )
    rows = list(answers_of(campaign.period))
    assert [(about, each.group, each.weight, each.counts) for about, each in rows] == [
        (
            SubjectRef.to(relief),
            "社会公众",
            Decimal(3),
            {"duties": {"satisfied": 2}, "style": {"basic": 2}},
        ),
        (SubjectRef.to(relief), "代表委员", Decimal(1), {"duties": {"basic": 1}}),
    ]


@pytest.mark.usefixtures("year")
def test_only_the_office_runs_an_evaluation(bureau: House, campaign: Campaign) -> None:
    li = bureau.user("li")
    for act in (
        lambda: issue_codes(actor=li, group=present(campaign.groups.first()), count=1),
        lambda: open_campaign(actor=li, campaign=campaign),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_subjects_belong_to_the_unit_and_weights_are_above_zero(
    bureau: House, street: House, year: Period
) -> None:
    office = bureau.user("zhou")
    group = NewGroup("public", "社会公众")
    for groups, departments in [
        ([group], list(street.departments.values())),
        ([group], []),
        ([], list(bureau.departments.values())),
        ([group, group._replace(code="again")], list(bureau.departments.values())),
        ([group._replace(weight=Decimal(0))], list(bureau.departments.values())),
    ]:
        with pytest.raises(ValidationError):
            prepare_campaign(actor=office, period=year, title="评议", groups=groups, departments=departments)


def test_a_closed_period_takes_no_ballot(bureau: House, campaign: Campaign, codes: list[str]) -> None:
    Period.objects.filter(pk=campaign.period_id).update(state=Period.State.CLOSED)
    with pytest.raises(ValidationError):
        cast_ballots(
            code=codes[0], answers={subject(campaign, bureau.departments["relief"]): {"style": "basic"}}
        )
    assert Code.objects.count() == 3
