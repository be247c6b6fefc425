"""The office's pages of periods: who opens them, what they show, what the buttons do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from assessment.models import Period
from assessment.office.periods.publish_period import publish_period
from organization.models import Role, User
from tests.cast import House, grant
from tests.narrowing import present
from tests.periods.houses import closed, months, office, opened, rated, submitted


def _url(house: House, *parts: Any) -> str:
    return "/".join(["", "u", house.unit.code, *map(str, parts), ""])


def _body(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def tied(street: House) -> Period:
    """A closed quarter with two equals at the one excellent seat of the general staff."""
    facts = {"ma": rated("90", "95"), "chen": rated("90", "95"), "xu": rated("82", "90")}
    return closed(street, "2026-Q3", facts, rated("60", "70"))


def test_the_list_shows_the_periods_by_year_and_what_can_be_opened(
    bureau: House, login: Callable[[User], Client]
) -> None:
    opened(bureau, "2026-10")
    body = _body(login(bureau.user("zhou")).get(_url(bureau, "periods")))
    assert "2026年10月" in body or "Oct 2026" in body
    assert 'value="2026-11"' in body
    assert 'value="2026"' in body


def test_the_office_opens_the_next_period(bureau: House, login: Callable[[User], Client]) -> None:
    opened(bureau, "2026-10")
    client = login(bureau.user("zhou"))
    response = client.post(_url(bureau, "periods", "open"), {"scheme": bureau.scheme.pk, "key": "2026-11"})
    period = Period.objects.get(key="2026-11")
    assert response["Location"] == _url(bureau, "periods", period.pk)


def test_opening_a_period_twice_is_told(bureau: House, login: Callable[[User], Client]) -> None:
    opened(bureau, "2026-10")
    client = login(bureau.user("zhou"))
    response = client.post(
        _url(bureau, "periods", "open"), {"scheme": bureau.scheme.pk, "key": "2026-10"}, follow=True
    )
    assert Period.objects.count() == 1
    assert "note warn" in _body(response)


@pytest.mark.parametrize("make", [opened, submitted, lambda house, key: closed(house, key, {})])
def test_the_board_opens_in_every_state(bureau: House, login: Callable[[User], Client], make: Any) -> None:
    period = make(bureau, "2026-10")
    assert login(bureau.user("zhou")).get(_url(bureau, "periods", period.pk)).status_code == 200


def test_readers_see_the_board_without_buttons(bureau: House, login: Callable[[User], Client]) -> None:
    period = closed(bureau, "2026-10", {})
    body = _body(login(bureau.user("sun")).get(_url(bureau, "periods", period.pk)))
    assert "李晓敏" in body
    assert "/publish/" not in body
    assert "/reopen/" not in body


def test_the_board_is_not_found_by_whom_it_is_not_for(
    bureau: House, street: House, login: Callable[[User], Client]
) -> None:
    period = closed(bureau, "2026-10", {})
    for user in (bureau.user("li"), bureau.user("lin"), street.user("xu")):
        for page in ((), ("blockers",), ("revisions", 1)):
            assert login(user).get(_url(bureau, "periods", period.pk, *page)).status_code == 404


def test_a_period_of_another_unit_is_not_found_under_the_own_address(
    bureau: House, street: House, login: Callable[[User], Client]
) -> None:
    period = closed(bureau, "2026-10", {})
    assert login(street.user("xu")).get(_url(street, "periods", period.pk)).status_code == 404


def test_a_reader_of_some_departments_does_not_see_the_whole_units_board(
    bureau: House, login: Callable[[User], Client]
) -> None:
    period = closed(bureau, "2026-10", {})
    grant(bureau, "he", Role.HR, "relief")
    assert login(bureau.user("he")).get(_url(bureau, "periods", period.pk)).status_code == 404


@pytest.mark.parametrize("step", ["submit", "close", "publish", "finalise", "reopen", "verify"])
def test_steps_are_not_found_by_whom_they_are_not_for(
    bureau: House, login: Callable[[User], Client], step: str
) -> None:
    period = opened(bureau, "2026-10")
    for key in ("li", "lin", "sun", "qian"):
        url = _url(bureau, "periods", period.pk, step)
        assert login(bureau.user(key)).post(url, {"reason": "x"}).status_code == 404
    assert Period.objects.get().state == "open"


def test_a_step_is_posted_never_got(bureau: House, login: Callable[[User], Client]) -> None:
    period = opened(bureau, "2026-10")
    assert login(bureau.user("zhou")).get(_url(bureau, "periods", period.pk, "submit")).status_code == 405


@pytest.fixture
def at_work(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    """Jobs start when a transaction commits: ``with at_work(): client.post(…)`` lets them run."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_the_office_goes_from_open_to_published_by_buttons(
    bureau: House, login: Callable[[User], Client], at_work: Any
) -> None:
    period = opened(bureau, "2026-10")
    client = login(bureau.user("zhou"))
    board = _url(bureau, "periods", period.pk)
    for step, state in (("submit", "submitted"), ("close", "closed"), ("publish", "published")):
        with at_work():
            client.post(f"{board}{step}/", {"reason": "集中报送"})
        response = client.get(board)
        period.refresh_from_db()
        assert (period.state, response.status_code) == (state, 200), step
    assert client.post(f"{board}finalise/", follow=True).status_code == 200
    period.refresh_from_db()
    assert period.state == "published"  # five working days first


def test_a_refused_close_tells_on_the_board_what_is_missing(
    street: House, login: Callable[[User], Client], at_work: Any
) -> None:
    period = submitted(street, "2026-Q3")
    client = login(street.user("xu"))
    with at_work():
        client.post(_url(street, "periods", period.pk, "close"))
    body = _body(client.get(_url(street, "periods", period.pk)))
    assert "马强" in body
    period.refresh_from_db()
    assert period.state == "submitted"


def test_blockers_load_by_name(street: House, login: Callable[[User], Client]) -> None:
    period = opened(street, "2026-Q3")
    body = _body(login(street.user("xu")).get(_url(street, "periods", period.pk, "blockers")))
    assert "综治办" in body
    assert "马强" in body


def test_verifying_says_that_every_figure_is_the_same(
    bureau: House, login: Callable[[User], Client], at_work: Any
) -> None:
    period = submitted(bureau, "2026-10")
    client = login(bureau.user("zhou"))
    board = _url(bureau, "periods", period.pk)
    for step in ("close", "verify"):
        with at_work():
            client.post(f"{board}{step}/")
    body = _body(client.get(board))
    assert 'id="verification"' in body
    assert "note quiet" in body


def test_seats_and_matters_are_on_the_board(
    street: House, login: Callable[[User], Client], tied: Period
) -> None:
    body = _body(login(street.user("xu")).get(_url(street, "periods", tied.pk)))
    assert "0 / 1" in body
    assert "马强" in body
    assert "陈立新" in body


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("?q=mq", "2006", "2007"),
        ("?category=middle", "2004", "2006"),
        ("?department=城管中队", "2006", "2008"),
        ("?grade=unqualified", "2008", "xxxx"),
        ("?remarked=1", "2006", "2009"),
    ],
)
def test_people_are_filtered(
    street: House, login: Callable[[User], Client], query: str, there: str, not_there: str
) -> None:
    facts = {"ma": rated("90", "95"), "chen": rated("90", "95"), "xu": rated("20", "40")}
    period = closed(street, "2026-Q3", facts, rated("60", "70"))
    body = _body(login(street.user("xu")).get(_url(street, "periods", period.pk) + query))
    people = body[body.index('id="people"') :]
    assert f"<small>{there}</small>" in people
    assert f"<small>{not_there}</small>" not in people


def test_the_board_takes_a_constant_number_of_statements(
    street: House,
    login: Callable[[User], Client],
    tied: Period,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = login(street.user("xu"))
    with django_assert_max_num_queries(45):
        client.get(_url(street, "periods", tied.pk))


# --- the published list ----------------------------------------------------------------------------------------------


def test_every_member_reads_the_published_list_and_nothing_but_name_department_grade(
    street: House, login: Callable[[User], Client], tied: Period
) -> None:
    from assessment.decisions.decide import decide
    from assessment.decisions.pending import matters_to_decide

    while matters := matters_to_decide(present(tied.current_close)):
        decide(
            actor=street.user("tang"),
            close=present(tied.current_close),
            subject=matters[0].subject,
            grades={},
            reason="名额空缺",
        )
    publish_period(actor=office(street), period=tied)
    body = _body(login(street.user("wu")).get(_url(street, "publication", tied.pk)))
    assert "马强" in body
    assert "城管中队" in body
    assert "96.00" not in body
    assert "2006" not in body


def test_a_month_without_grades_publishes_the_score(bureau: House, login: Callable[[User], Client]) -> None:
    period = publish_period(actor=office(bureau), period=closed(bureau, "2026-10", {}))
    client = login(bureau.user("li"))
    assert "50.00" in _body(client.get(_url(bureau, "publication", period.pk)))
    assert _url(bureau, "publication", period.pk) in _body(client.get(_url(bureau, "publication")))


def test_what_is_not_published_is_not_found(
    bureau: House, street: House, login: Callable[[User], Client]
) -> None:
    period = closed(bureau, "2026", {}, months("50"))
    assert login(bureau.user("li")).get(_url(bureau, "publication", period.pk)).status_code == 404
    month = publish_period(actor=office(bureau), period=closed(bureau, "2026-10", {}))
    assert login(street.user("ma")).get(_url(bureau, "publication", month.pk)).status_code == 404
    assert login(street.user("ma")).get(_url(street, "publication", month.pk)).status_code == 404
