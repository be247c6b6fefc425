"""The leading group's pages: people side by side, signing, revoking."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessment.models import Decision, Period
from organization.models import User
from tests.cast import House
from tests.periods.houses import closed, months, rated, result

TIE = "tie:excellent:general"


def _url(house: Any, *parts: Any) -> str:
    return "/".join(["", "u", house.unit.code, *map(str, parts), ""])


def _body(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def tied(street: House) -> Period:
    """A closed quarter with two equals at the one excellent seat of the general staff."""
    facts = {"ma": rated("90", "95"), "chen": rated("90", "95"), "xu": rated("82", "90")}
    return closed(street, "2026-Q3", facts, rated("60", "70"))


def test_the_leading_group_sees_what_waits(
    street: House, login: Callable[[User], Client], tied: Period
) -> None:
    body = _body(login(street.user("tang")).get(_url(street, "reviews")))
    assert _url(street, "reviews", tied.pk) in body


def test_the_equals_stand_side_by_side_with_their_figures(
    street: House, login: Callable[[User], Client], tied: Period
) -> None:
    body = _body(login(street.user("tang")).get(_url(street, "reviews", tied.pk)))
    assert "马强" in body
    assert "陈立新" in body
    assert "吴桐" not in body
    assert "96.00" in body
    assert f'value="{TIE}"' in body


def test_signing_gives_the_seat_and_shows_who_signed(
    street: House, login: Callable[[User], Client], tied: Period
) -> None:
    client = login(street.user("tang"))
    pdf = SimpleUploadedFile("纪要.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    ma = result(tied, street, "ma")
    data = {"subject": TIE, "seat": [ma.pk], "reason": "集体研究，全票通过", "minutes": pdf}
    body = _body(client.post(_url(street, "reviews", tied.pk, "decide"), data, follow=True))
    decision = Decision.objects.get()
    assert "集体研究，全票通过" in body
    assert "唐志远" in body
    minutes = client.get(_url(street, "decisions", decision.pk, "minutes"))
    assert minutes.getvalue().startswith(b"%PDF")


def test_a_refused_decision_comes_back_with_what_was_chosen(
    street: House, login: Callable[[User], Client], tied: Period
) -> None:
    both = [result(tied, street, key).pk for key in ("ma", "chen")]
    url = _url(street, "reviews", tied.pk, "decide")
    response = login(street.user("tang")).post(url, {"subject": TIE, "seat": both, "reason": "两人都好"})
    body = _body(response)
    assert response.status_code == 422
    assert body.count(" checked") >= 2
    assert "两人都好" in body
    assert not Decision.objects.exists()


def test_a_stale_page_is_told_that_the_matter_is_settled(
    street: House, login: Callable[[User], Client], tied: Period
) -> None:
    client, url = login(street.user("tang")), _url(street, "reviews", tied.pk, "decide")
    data = {"subject": TIE, "seat": [result(tied, street, "ma").pk], "reason": "集体研究"}
    client.post(url, data)
    body = _body(client.post(url, data, follow=True))
    assert Decision.objects.count() == 1
    assert "note warn" in body


def test_revoking_from_the_page(street: House, login: Callable[[User], Client], tied: Period) -> None:
    client = login(street.user("tang"))
    data = {"subject": TIE, "seat": [result(tied, street, "ma").pk], "reason": "集体研究"}
    client.post(_url(street, "reviews", tied.pk, "decide"), data)
    decision = Decision.objects.get()
    body = _body(
        client.post(_url(street, "decisions", decision.pk, "revoke"), {"reason": "有误"}, follow=True)
    )
    decision.refresh_from_db()
    assert decision.revoked_at
    assert "有误" in body


def test_the_office_reads_the_review_but_signs_nothing(
    street: House, login: Callable[[User], Client], tied: Period
) -> None:
    client = login(street.user("xu"))
    body = _body(client.get(_url(street, "reviews", tied.pk)))
    assert "马强" in body
    assert "/decide/" not in body
    assert client.post(_url(street, "reviews", tied.pk, "decide"), {"subject": TIE}).status_code == 404


def test_nobody_else_finds_the_review(
    street: House, bureau: House, login: Callable[[User], Client], tied: Period
) -> None:
    for user in (street.user("ma"), street.user("fang"), street.user("hang"), bureau.user("qian")):
        assert login(user).get(_url(street, "reviews", tied.pk)).status_code == 404
    assert login(bureau.user("qian")).get(_url(bureau, "reviews", tied.pk)).status_code == 404


def test_the_proposal_fills_the_grid_below_each_ceiling(
    bureau: House, login: Callable[[User], Client]
) -> None:
    from datetime import date

    from tests.periods.houses import state

    li = {**months("50"), "states": [state("admonition", date(2026, 3, 1), date(2026, 8, 31))]}
    period = closed(bureau, "2026", {"li": li}, months("50"))
    client = login(bureau.user("qian"))
    body = _body(client.get(_url(bureau, "reviews", period.pk) + "?proposal=excellent"))
    assert (
        body.count('<option value="excellent" selected>') == 1 + 7
    )  # the proposal itself and all but 李晓敏
    assert body.count('<option value="qualified" selected>') == 1
    data = {f"grade_{result(period, bureau, key).pk}": "qualified" for key in bureau.people}
    data |= {"subject": "pending:general:1", "reason": "集体研究"}
    client.post(_url(bureau, "reviews", period.pk, "decide"), data)
    assert Decision.objects.get().grades.count() == 8
    response = client.post(_url(bureau, "periods", period.pk, "review"), follow=True)
    period.refresh_from_db()
    assert (period.state, response.status_code) == ("reviewed", 200)
