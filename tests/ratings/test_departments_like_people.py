"""What people have, departments have: figures of months, votes in rounds, panels, a way out of scope, one grid for both."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from assessment.closing.start_close import close_here
from assessment.data_entry.ratings.missing import gaps, missing_scores, rating_progress
from assessment.data_entry.ratings.rater_sheets import sheet_of
from assessment.facts.consistent_read import here
from assessment.facts.providers import forget, register_figures, register_months
from assessment.facts.scope import out_of_scope
from assessment.facts.subjects import Gathering, subjects_of
from assessment.models import Figure, Period, RatingSheet, RatingTask, Result
from assessment.periods.open_period import open_period
from assessment.ratings.assign_duties import DutyRow, assign_duties, carry_over, remove_duty, set_panel
from assessment.ratings.give_scores import give_score, give_scores, hand_in_sheet
from assessment.ratings.set_figures import FigureRow, set_figure, set_figures
from assessment.ratings.set_voters import set_voters
from assessment.results.verification import verify_period
from assessment.rules import Subject
from organization.models import Department, Job, User
from organization.subjects import SubjectRef
from tests.cast import House
from tests.hall import take_up
from tests.narrowing import present
from tests.ratings.test_imports import sheet

FIGURES, SCORES, DUTIES = "/u/hall/figures/", "/u/hall/scores/", "/u/hall/duties/"
MONTHS = ("2026-10", "2026-11", "2026-12")


@pytest.fixture
def rules(hall: House) -> House:
    """The hall by rules under which departments have what people have."""
    taken = take_up(hall.unit, "departments")
    hall.scheme = taken.scheme
    return hall


@pytest.fixture
def quarter(rules: House, clock: time_machine.Traveller) -> Period:  # noqa: ARG001  # for its effect
    return open_period(actor=rules.user("su"), unit=rules.unit, scheme=rules.scheme, key="2026-Q4")


@pytest.fixture
def month(rules: House, clock: time_machine.Traveller) -> Period:  # noqa: ARG001  # for its effect
    return open_period(actor=rules.user("su"), unit=rules.unit, scheme=rules.scheme, key="2026-11")


def on_time(house: House, period: Period, department: str, value: str, month: str, by: str = "su") -> None:
    about = house.departments[department]
    set_figure(actor=house.user(by), period=period, about=about, name="on_time", value=value, month=month)


def let_vote(house: House, period: Period, *voters: str, number: int = 1, role: str = "head") -> Any:
    return set_voters(
        actor=house.user("su"),
        period=period,
        item="d.review",
        round=number,
        role=role,
        voters=[house.people[name] for name in voters],
        kind="department",
    )


def votes(house: House, period: Period, rater: str) -> dict[str, RatingTask]:
    tasks = RatingTask.objects.filter(period=period, rater=house.people[rater], round=1)
    return {task.about.name: task for task in tasks.select_related("department")}


def departments_of(period: Period) -> dict[str, Subject]:
    return {place.name: subject for place, subject in Gathering(period, here()).departments()}


# Figures of months


def test_a_figure_of_a_month_comes_to_the_department_and_to_nobody_else(
    quarter: Period, rules: House
) -> None:
    on_time(rules, quarter, "tax", "96", "2026-10")
    on_time(rules, quarter, "tax", "81.5", "2026-11")
    found = departments_of(quarter)
    assert found["税务窗口"].months == {"2026-10": {"on_time": 96}, "2026-11": {"on_time": Decimal("81.5")}}
    assert found["税务窗口"].facts == {}
    assert found["综合窗口"].months == {}
    assert all(not subject.months for _place, subject in subjects_of(quarter))


@pytest.mark.parametrize(("value", "fits"), [("100", True), ("100.01", False), ("0", True), ("-1", False)])
def test_it_keeps_to_its_bounds(quarter: Period, rules: House, value: str, fits: bool) -> None:
    if fits:
        on_time(rules, quarter, "tax", value, "2026-10")
        assert Figure.objects.get().value == Decimal(value)
        return
    with pytest.raises(ValidationError):
        on_time(rules, quarter, "tax", value, "2026-10")
    assert not Figure.objects.exists()


@pytest.mark.parametrize(
    ("month", "fits"),
    [("2026-09", False), ("2026-10", True), ("2026-12", True), ("2027-01", False), ("", False)],
)
def test_it_is_of_a_month_of_the_period(quarter: Period, rules: House, month: str, fits: bool) -> None:
    if fits:
        on_time(rules, quarter, "tax", "90", month)
        assert Figure.objects.get().month == month
        return
    with pytest.raises(ValidationError):
        on_time(rules, quarter, "tax", "90", month)


def test_the_grid_shows_the_departments_by_month_and_of_the_whole_period(
    quarter: Period, rules: House, login: Callable[[User], Client]
) -> None:
    office = login(rules.user("su"))
    on_time(rules, quarter, "tax", "97", "2026-10")
    assert [month for month, _name in office.get(FIGURES).context["months"]] == ["", *MONTHS]
    page = office.get(FIGURES, {"month": "2026-10"}).content.decode()
    assert 'value="97"' in page
    assert "投诉" not in page
    assert 'value="97"' not in office.get(FIGURES, {"month": "2026-11"}).content.decode()
    assert "投诉" in office.get(FIGURES, {"month": ""}).content.decode()


def test_a_cell_of_a_month_is_saved_for_the_own_department_only(
    quarter: Period, rules: House, login: Callable[[User], Client]
) -> None:
    admin = login(rules.user("ding"))
    for name, status in (("tax", 200), ("desk", 404)):
        address = f"{FIGURES}{quarter.pk}/d{rules.departments[name].pk}/on_time/?month=2026-10"
        assert admin.post(address, {"value": "88"}).status_code == status
    assert [present(figure.department).name for figure in Figure.objects.all()] == ["税务窗口"]
    with pytest.raises(PermissionDenied):
        on_time(rules, quarter, "desk", "88", "2026-10", by="ding")


@pytest.mark.parametrize(("is_there", "by"), [(True, "active"), (False, "gone"), (True, "people")])
def test_a_department_has_figures_while_it_is_in_the_period(
    quarter: Period, rules: House, is_there: bool, by: str
) -> None:
    name = "tax" if by == "people" else "new"
    rules.departments.setdefault("new", Department.objects.create(unit=rules.unit, code="W9", name="新窗口"))
    if by != "active":
        Department.objects.filter(pk=rules.departments[name].pk).update(is_active=False)
    if is_there:
        on_time(rules, quarter, name, "90", "2026-10")
        assert Figure.objects.get().department_id == rules.departments[name].pk
        return
    with pytest.raises(ValidationError, match="新窗口"):
        on_time(rules, quarter, name, "90", "2026-10")


def test_a_department_of_another_unit_is_none_of_ours(quarter: Period, rules: House, bureau: House) -> None:
    row = FigureRow(bureau.departments["relief"], "complaints", Decimal(1))
    with pytest.raises(PermissionDenied):
        set_figures(actor=rules.user("su"), period=quarter, rows=[row])


def test_the_sheet_of_departments_comes_back_and_sets_several_months(
    quarter: Period, rules: House, login: Callable[[User], Client]
) -> None:
    office = login(rules.user("su"))
    on_time(rules, quarter, "tax", "97", "2026-10")
    address = f"{FIGURES}{quarter.pk}/"
    answer = office.get(f"{address}template/", {"kind": "department", "month": "2026-10"})
    lines = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert ("W2", "税务窗口", "2026-10") in [line[:3] for line in lines]
    heads = ("科室编号", "姓名", "月份", "按时办结率（%）", "投诉（件）")
    given = [("W2", "税务窗口", "2026-11", 91, None), ("W1", "综合窗口", "", None, 2)]
    answer = office.post(f"{address}import/?kind=department", {"file": sheet(heads, *given)})
    assert answer.status_code == 200, answer.context["lines"]
    assert f"{address}import/confirm/?kind=department" in answer.content.decode()
    office.post(f"{address}import/confirm/?kind=department", {"token": answer.context["token"]})
    values = {(present(f.department).code, f.month, f.name): f.value for f in Figure.objects.all()}
    assert values == {
        ("W2", "2026-10", "on_time"): 97,
        ("W2", "2026-11", "on_time"): 91,
        ("W1", "", "complaints"): 2,
    }


@pytest.mark.parametrize(
    "line",
    [
        ("3004", "梅雪", "2026-10", 91, None),
        ("W1", "综合窗口", "2026-10", 91, None),
        ("W2", "综合窗口", "2026-10", 91, None),
        ("W2", "税务窗口", "2027-01", 91, None),
        ("W2", "税务窗口", "", 91, None),
        ("W2", "税务窗口", "2026-10", None, 1),
    ],
)
def test_the_sheet_refuses_what_is_not_the_admins_or_does_not_fit(
    quarter: Period, rules: House, login: Callable[[User], Client], line: tuple[Any, ...]
) -> None:
    heads = ("科室编号", "姓名", "月份", "按时办结率（%）", "投诉（件）")
    address = f"{FIGURES}{quarter.pk}/import/?kind=department"
    answer = login(rules.user("ding")).post(address, {"file": sheet(heads, line)})
    assert answer.status_code == 422
    assert not Figure.objects.exists()


def test_rooms_offer_figures_of_departments_and_those_by_hand_stand_over_them(
    quarter: Period, rules: House
) -> None:
    tax, mei = SubjectRef.to(rules.departments["tax"]), SubjectRef.to(rules.people["mei"])
    on_time(rules, quarter, "tax", "97", "2026-10")
    months = [(tax, m, "on_time", Decimal(50)) for m in MONTHS[:2]]
    register_months("works", lambda _period: [*months, (mei, "2026-10", "on_time", Decimal(1))])
    register_figures("works", lambda _period: [(tax, "complaints", Decimal(4))])
    try:
        found = departments_of(quarter)["税务窗口"]
    finally:
        forget("works")
    assert found.months == {"2026-10": {"on_time": 97}, "2026-11": {"on_time": 50}}
    assert found.facts == {"complaints": 4}


# Votes and panels


def test_who_is_named_votes_on_every_department(quarter: Period, rules: House) -> None:
    assert let_vote(rules, quarter, "yan") == (3, 0)
    assert set(votes(rules, quarter, "yan")) == {"综合窗口", "税务窗口", "管理办公室"}
    assert let_vote(rules, quarter, "yan") == (0, 0)
    assert let_vote(rules, quarter, "guo") == (3, 3)


def test_a_department_out_of_scope_is_not_voted_on(quarter: Period, rules: House) -> None:
    desk, tax = rules.departments["desk"], rules.departments["tax"]
    rows = [FigureRow(desk, "set_up", Decimal(2)), FigureRow(tax, "set_up", Decimal(3))]
    set_figures(actor=rules.user("su"), period=quarter, rows=rows)
    assert out_of_scope(quarter) == {SubjectRef.to(desk)}
    assert out_of_scope(quarter, [SubjectRef.to(tax)]) == set()
    assert let_vote(rules, quarter, "yan") == (2, 0)


def test_a_department_that_left_the_period_is_asked_for_no_more(quarter: Period, rules: House) -> None:
    new = Department.objects.create(unit=rules.unit, code="W9", name="新窗口")
    let_vote(rules, quarter, "yan")
    assert SubjectRef.to(new) not in out_of_scope(quarter, [SubjectRef.to(new)])
    Department.objects.filter(pk=new.pk).update(is_active=False)
    assert out_of_scope(quarter, [SubjectRef.to(new)]) == {SubjectRef.to(new)}
    assert sheet_of(quarter, rules.people["yan"]).total == 3


def test_a_voter_chooses_a_level_on_their_sheet(
    quarter: Period, rules: House, login: Callable[[User], Client]
) -> None:
    let_vote(rules, quarter, "yan")
    client, task = login(rules.user("yan")), votes(rules, quarter, "yan")["税务窗口"]
    page = client.get(SCORES).content.decode()
    assert '<option value="good">好</option>' in page
    assert "民主评议（第1轮）" in page
    for level, status in (("fair", 200), ("7", 422)):
        assert client.post(f"{SCORES}{task.pk}/", {"score": level}).status_code == status
    task.refresh_from_db()
    assert (task.level, task.score) == ("fair", None)
    assert login(rules.user("guo")).post(f"{SCORES}{task.pk}/", {"score": "good"}).status_code == 404


def test_the_sheet_is_handed_in_when_the_last_department_has_its_vote(quarter: Period, rules: House) -> None:
    let_vote(rules, quarter, "yan")
    yan, mine = rules.people["yan"], votes(rules, quarter, "yan")
    give_scores(
        actor=rules.user("yan"),
        period=quarter,
        rater=yan,
        scores={mine[name].pk: "good" for name in ("综合窗口", "税务窗口")},
    )
    assert [(row.name, row.waiting) for row in missing_scores(quarter)] == [("严明", ["管理办公室"])]
    with pytest.raises(ValidationError, match="管理办公室"):
        hand_in_sheet(actor=rules.user("yan"), period=quarter, rater=yan)
    give_score(actor=rules.user("yan"), task=mine["管理办公室"], score="abstain")
    assert missing_scores(quarter) == []
    assert hand_in_sheet(actor=rules.user("yan"), period=quarter, rater=yan).handed_in_at is not None


def test_voters_are_named_on_the_page_by_the_whole_units_office_only(
    quarter: Period, rules: House, login: Callable[[User], Client]
) -> None:
    office = login(rules.user("su"))
    said: dict[str, Any] = {"item": "d.review", "kind": "department", "role": "head"}
    assert 'id="department-voters-d-review-1-head"' in office.get(DUTIES).content.decode()
    address = f"{DUTIES}{quarter.pk}/voters/"
    said |= {"round": 1, "rater": [rules.people["yan"].pk]}
    assert login(rules.user("ding")).post(address, said).status_code == 404
    assert office.post(address, said | {"kind": "staff"}).status_code == 422, "nobody votes on people"
    assert office.post(address, said).status_code == 302
    assert RatingTask.objects.filter(department__isnull=False).count() == 3


def test_who_has_voted_stays_and_who_has_not_is_taken_away(quarter: Period, rules: House) -> None:
    let_vote(rules, quarter, "yan", "guo")
    give_score(actor=rules.user("yan"), task=votes(rules, quarter, "yan")["税务窗口"], score="good")
    with pytest.raises(ValidationError, match="严明"):
        let_vote(rules, quarter, "guo")
    assert let_vote(rules, quarter, "yan") == (0, 3)


def test_a_panel_scores_departments_and_leaves_the_people_of_that_item_alone(
    month: Period, rules: House
) -> None:
    office, yan = rules.user("su"), rules.people["yan"]
    set_panel(actor=office, period=month, item="work", raters=[yan])
    assert set_panel(actor=office, period=month, item="m.rank", raters=[yan], kind="department") == (3, 0)
    assert RatingTask.objects.filter(item="work").count() == 5
    with pytest.raises(ValidationError):
        set_panel(actor=office, period=month, item="m.rank", raters=[yan])
    with pytest.raises(PermissionDenied):
        set_panel(actor=rules.user("ding"), period=month, item="m.rank", raters=[yan], kind="department")


@pytest.mark.parametrize(("score", "fits"), [("100", True), ("100.01", False), ("0", True), ("-0.01", False)])
def test_a_score_on_a_department_keeps_to_its_bounds(
    month: Period, rules: House, score: str, fits: bool
) -> None:
    yan = rules.people["yan"]
    set_panel(actor=rules.user("su"), period=month, item="m.rank", raters=[yan], kind="department")
    task = RatingTask.objects.get(department=rules.departments["tax"])
    if fits:
        assert give_score(actor=rules.user("yan"), task=task, score=score).score == Decimal(score)
        return
    with pytest.raises(ValidationError):
        give_score(actor=rules.user("yan"), task=task, score=score)


def test_who_scores_a_department_is_not_named_by_its_own_admin(month: Period, rules: House) -> None:
    row = DutyRow(rules.departments["tax"], "work", rules.people["yan"])
    with pytest.raises(PermissionDenied):
        assign_duties(actor=rules.user("ding"), period=month, rows=[row])
    set_panel(
        actor=rules.user("su"), period=month, item="m.rank", raters=[rules.people["yan"]], kind="department"
    )
    task = RatingTask.objects.get(department=rules.departments["tax"])
    with pytest.raises(PermissionDenied):
        remove_duty(actor=rules.user("ding"), task=task)
    remove_duty(actor=rules.user("su"), task=task)
    assert not RatingTask.objects.filter(department=rules.departments["tax"]).exists()


def test_voters_are_carried_over_for_the_whole_unit_only(quarter: Period, rules: House) -> None:
    let_vote(rules, quarter, "yan")
    later = open_period(actor=rules.user("su"), unit=rules.unit, scheme=rules.scheme, key="2027-Q1")
    with pytest.raises(ValidationError):
        carry_over(actor=rules.user("ding"), period=later)
    assert carry_over(actor=rules.user("su"), period=later).made == 3
    assert carry_over(actor=rules.user("su"), period=later).made == 0
    asked = set(RatingTask.objects.filter(period=later).values_list("round", "role", "level"))
    assert asked == {(1, "head", "")}


def test_a_sheet_comes_back_when_a_department_joins(quarter: Period, rules: House) -> None:
    let_vote(rules, quarter, "yan")
    yan = rules.people["yan"]
    scores = {task.pk: "good" for task in votes(rules, quarter, "yan").values()}
    give_scores(actor=rules.user("yan"), period=quarter, rater=yan, scores=scores)
    hand_in_sheet(actor=rules.user("yan"), period=quarter, rater=yan)
    Department.objects.create(unit=rules.unit, code="W9", name="新窗口")
    assert let_vote(rules, quarter, "yan") == (1, 0)
    assert RatingSheet.objects.get(rater=yan).handed_in_at is None


# What lacks, and the close


def test_a_department_whom_nobody_votes_on_is_a_gap_until_somebody_is_named(
    quarter: Period, rules: House
) -> None:
    def lacking() -> set[tuple[str, str]]:
        return {(str(gap.subject)[0], gap.item) for gap in gaps(quarter, department_ids=None)}

    assert lacking() == {("d", "d.review 1"), ("d", "d.review 2")}
    let_vote(rules, quarter, "yan")
    assert lacking() == {("d", "d.review 2")}
    assert gaps(quarter) == [], "of people nothing lacks"


def test_an_admin_sees_how_far_the_raters_of_their_people_are_and_nothing_of_departments(
    quarter: Period, rules: House
) -> None:
    let_vote(rules, quarter, "yan")
    assert [row.name for row in rating_progress(quarter)] == ["严明"]
    assert rating_progress(quarter, [rules.departments["tax"].pk]) == []


def complete(house: House, period: Period) -> None:
    """Every department has its months and a good vote in each round."""
    for name in ("desk", "tax", "office"):
        for month in MONTHS:
            on_time(house, period, name, "95", month)
    yan = house.people["yan"]
    for number in (1, 2):
        let_vote(house, period, "yan", number=number)
    tasks = RatingTask.objects.filter(period=period, rater=yan)
    give_scores(actor=house.user("yan"), period=period, rater=yan, scores={task.pk: "good" for task in tasks})


def close(house: House, period: Period) -> Job:
    Period.objects.filter(pk=period.pk).update(state=Period.State.SUBMITTED)
    job = close_here(actor=house.user("su"), period=period)
    period.refresh_from_db()
    return job


def test_months_and_votes_of_departments_come_into_the_close_and_verify(
    quarter: Period, rules: House
) -> None:
    complete(rules, quarter)
    on_time(rules, quarter, "tax", "79.99", "2026-12")
    job = close(rules, quarter)
    assert (job.state, job.error) == (Job.State.DONE, "")
    rows = {row.name: row for row in Result.objects.departments().filter(close=quarter.current_close)}
    assert rows["综合窗口"].items["d.on_time"] == "20.00"
    assert rows["税务窗口"].items["d.on_time"] == "13.33"  # (20 + 20 + 0) ÷ 3
    assert {row.items["d.review"] for row in rows.values()} == {"15.00"}  # head 10, deputy 5
    assert verify_period(quarter) == []


@pytest.mark.parametrize(
    ("less", "problem"),
    [
        ("vote", ("score", "税务窗口", "民主评议", "严明")),
        ("voter", ("rating", "税务窗口", "民主评议，第 2 轮", "")),
        ("months", ("month", "税务窗口", "办结", "")),
    ],
)
def test_what_a_department_lacks_keeps_the_period_open_by_name(
    quarter: Period, rules: House, less: str, problem: tuple[Any, ...]
) -> None:
    complete(rules, quarter)
    tasks = RatingTask.objects.filter(period=quarter, department=rules.departments["tax"], round=2)
    if less == "vote":
        tasks.update(level="")
    elif less == "voter":
        tasks.delete()
    else:
        Figure.objects.filter(department=rules.departments["tax"]).delete()
    job = close(rules, quarter)
    assert job.state == Job.State.FAILED
    found = [
        (each["what"], each["name"], each["title"], each["rater"])
        for each in present(job.outcome)["problems"]
    ]
    assert found == [problem]
    assert present(job.outcome)["problems"][0]["department_id"] == rules.departments["tax"].pk


def test_a_vote_that_was_not_given_on_a_department_out_of_scope_is_not_owed(
    quarter: Period, rules: House
) -> None:
    complete(rules, quarter)
    tax = rules.departments["tax"]
    RatingTask.objects.filter(period=quarter, department=tax).update(level="")
    row = FigureRow(tax, "set_up", Decimal(2))
    set_figures(actor=rules.user("su"), period=quarter, rows=[row])
    assert close(rules, quarter).state == Job.State.DONE


def test_the_statements_of_the_pages_do_not_grow_with_the_departments(
    quarter: Period, rules: House, login: Callable[[User], Client]
) -> None:
    office, rater = login(rules.user("su")), login(rules.user("yan"))

    def statements(client: Any, address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    let_vote(rules, quarter, "yan")
    pages = ((office, FIGURES), (office, DUTIES), (rater, SCORES))
    few = [statements(client, address) for client, address in pages]
    for number in range(12):
        Department.objects.create(unit=rules.unit, code=f"X{number}", name=f"窗口{number}")
    let_vote(rules, quarter, "yan")
    assert [statements(client, address) for client, address in pages] == few
