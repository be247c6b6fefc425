"""Units, staff, schemes, periods and results: what each asker reads, in which form."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from assessment.models import Period, Result
from organization.models import Role
from tests.api.conftest import BUREAU, STREET, errors
from tests.cast import House, add_person, build_outsiders, grant
from tests.narrowing import present

pytestmark = pytest.mark.django_db


def listed(client: Any, path: Any, name: Any = "name") -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return [each[name] for each in answer.json()["results"]]


@pytest.mark.usefixtures("street")
def test_units_are_those_one_belongs_to(program: Callable[..., APIClient], bureau: House) -> None:
    grant(bureau, "zhou", Role.HEAD)
    client = program(bureau.user("zhou"))
    assert listed(client, "/api/v1/units/", "code") == ["minzheng"]
    shown = client.get(BUREAU).json()
    assert shown["roles"] == ["assessment_office", "head", "staff"]
    assert shown["staff_id"] == bureau.people["zhou"].pk
    assert client.get(STREET).status_code == 404
    assert client.get("/api/v1/units/nowhere/").status_code == 404


def test_the_roster_is_read_by_those_who_look_after_it_and_those_who_record(
    program: Callable[..., APIClient], bureau: House
) -> None:
    relief = ["李晓敏", "林秀梅", "赵玉兰", "何静"]
    everyone = ["周敏", "王建国", "孙立", *relief, "钱国栋"]
    expected = {"zhou": everyone, "sun": everyone, "qian": everyone, "lin": relief, "li": ["李晓敏"]}
    for name, people in expected.items():
        assert listed(program(bureau.user(name)), BUREAU + "staff/") == people, name
    office = f"{BUREAU}staff/{bureau.people['sun'].pk}/"
    assert program(bureau.user("zhou")).get(office).status_code == 200
    assert program(bureau.user("lin")).get(office).status_code == 404


def test_a_person_is_told_with_the_minimum(program: Callable[..., APIClient], bureau: House) -> None:
    person = bureau.people["li"]
    answer = program(bureau.user("lin")).get(f"{BUREAU}staff/{person.pk}/")
    assert answer.json() == {
        "id": person.pk,
        "number": "0117",
        "name": "李晓敏",
        "position_title": "",
        "department": {"id": bureau.departments["relief"].pk, "name": "社会救助科"},
        "post": None,
        "category": "general",
        "since": "2025-01-01",
    }


def test_people_are_found_by_what_one_types(program: Callable[..., APIClient], bureau: House) -> None:
    client = program(bureau.user("zhou"))
    assert listed(client, BUREAU + "staff/?q=lxm") == ["李晓敏", "林秀梅"]
    assert listed(client, BUREAU + "staff/?q=玉兰") == ["赵玉兰"]
    assert listed(client, BUREAU + "staff/?number=0101") == ["周敏"]
    office = bureau.departments["office"].pk
    assert listed(client, f"{BUREAU}staff/?department={office}&category=general&page_size=2") == [
        "周敏",
        "王建国",
    ]


def test_the_roster_comes_in_pages_by_number(program: Callable[..., APIClient], bureau: House) -> None:
    client = program(bureau.user("zhou"))
    path, numbers = BUREAU + "staff/?page_size=3", []
    while path:
        page = client.get(path).json()
        numbers += [each["number"] for each in page["results"]]
        path = page["next"]
    assert numbers == sorted(person.number for person in bureau.people.values())


def test_the_number_of_statements_of_the_roster_does_not_grow_with_it(
    program: Callable[..., APIClient], bureau: House
) -> None:
    client = program(bureau.user("zhou"))
    counts = []
    for size in (0, 0, 20):
        for n in range(size):
            add_person(bureau, f"p{n}", f"05{n:02}", "张三", "office", "general", login=False)
        with CaptureQueriesContext(connection) as captured:
            client.get(BUREAU + "staff/")
        counts.append(len(captured))
    assert counts[1] == counts[2] <= 8


def test_schemes_tell_their_versions_and_clauses_in_both_languages(
    program: Callable[..., APIClient], bureau: House
) -> None:
    client = program(bureau.user("li"))
    (version,) = client.get(BUREAU + "schemes/").json()["results"]
    assert (version["code"], version["version"]) == ("shufu-50", 1)
    assert version["cadences"] == ["month", "year"]
    assert len(version["hash"]) == 64
    assert client.get(f"{BUREAU}schemes/{version['id']}/").json() == version
    clauses = client.get(f"{BUREAU}schemes/{version['id']}/clauses/?cadence=month").json()["results"]
    late = next(each for each in clauses if each["id"] == "6.1a")
    assert late["kind"] == "per_count"
    assert isinstance(late["points_each"], str)
    assert Decimal(late["points_each"]) < 0
    assert late["step"] == "1.00"
    assert late["title"]["zh"]
    assert late["title"]["en"]
    item = f"{BUREAU}schemes/{version['id']}/clauses/?item={late['item']}"
    assert {each["item"] for each in client.get(item).json()["results"]} == {late["item"]}
    assert client.get(f"{BUREAU}schemes/{version['id']}/clauses/?cadence=decade").status_code == 400


def test_a_scheme_that_the_unit_does_not_use_is_not_there(
    program: Callable[..., APIClient], bureau: House, street: House
) -> None:
    other = street.scheme.versions.get()
    for path in ("", "clauses/"):
        assert program(bureau.user("zhou")).get(f"{BUREAU}schemes/{other.pk}/{path}").status_code == 404


def test_periods_tell_their_state_and_dates(
    program: Callable[..., APIClient], bureau: House, november: Period, august: Period
) -> None:
    client = program(bureau.user("li"))
    assert listed(client, BUREAU + "periods/", "key") == ["2026-08", "2026-11"]  # the latest opened first
    shown = client.get(f"{BUREAU}periods/{november.pk}/").json()
    assert (shown["title"], shown["state"], shown["takes_entries"]) == ("2026年11月", "open", True)
    assert (shown["starts_on"], shown["ends_on"], shown["revision"]) == ("2026-11-01", "2026-11-30", None)
    assert shown["scheme"]["code"] == "shufu-50"
    assert all(set(each) == {"title", "note", "due", "done", "overdue"} for each in shown["deadlines"])
    assert client.get(f"{BUREAU}periods/{august.pk}/?lang=en").json()["title"] == "Aug 2026"


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("state=open", ["2026-11"]),
        ("state=open&state=published", ["2026-08", "2026-11"]),
        ("on=2026-08-31", ["2026-08"]),
        ("key=2026-08&cadence=month&scheme=shufu-50", ["2026-08"]),
        ("cadence=year", []),
    ],
)
@pytest.mark.usefixtures("november", "august")
def test_periods_are_filtered(
    program: Callable[..., APIClient], bureau: House, query: str, keys: list[Any]
) -> None:
    assert listed(program(bureau.user("li")), f"{BUREAU}periods/?{query}", "key") == keys


@pytest.mark.usefixtures("september", "august")
def test_results_of_the_unit_are_read_by_those_who_review_them(
    program: Callable[..., APIClient], bureau: House
) -> None:
    for name in ("zhou", "sun", "qian"):
        assert len(listed(program(bureau.user(name)), BUREAU + "results/", "id")) == 16
    for name in ("wang", "lin"):  # department admins read their own
        assert len(listed(program(bureau.user(name)), BUREAU + "results/", "id")) == 1


@pytest.mark.usefixtures("september")
def test_ones_own_result_is_read_once_it_is_published(
    program: Callable[..., APIClient], bureau: House, august: Period
) -> None:
    client = program(bureau.user("li"))
    own = Result.objects.get(close=august.current_close, staff=bureau.people["li"])
    assert listed(client, BUREAU + "results/", "id") == [own.pk]
    for result in Result.objects.all():
        status = client.get(f"{BUREAU}results/{result.pk}/").status_code
        assert status == (200 if result == own else 404)


def test_figures_of_results_are_strings_and_the_explanation_is_told(
    program: Callable[..., APIClient], bureau: House, august: Period
) -> None:
    client = program(bureau.user("zhou"))
    own = Result.objects.get(close=august.current_close, staff=bureau.people["li"])
    shown = client.get(f"{BUREAU}results/{own.pk}/").json()
    assert shown["score"] == f"{own.score:.2f}"
    assert Decimal(shown["score"]) == 50 + sum(map(Decimal, shown["items"].values()))
    assert all(isinstance(value, str) for value in shown["items"].values())
    assert shown["staff"] == {"id": own.staff_id, "number": "0117", "name": "李晓敏"}
    assert shown["period"] == {"id": august.pk, "key": "2026-08"}
    sections = shown["explanation"]
    assert {each["id"] for each in sections if each["kind"] == "item"} == set(shown["items"])
    assert any("分" in sentence for each in sections for sentence in each["sentences"])
    english = client.get(f"{BUREAU}results/{own.pk}/?lang=en").json()["explanation"]
    assert not any("分" in sentence for each in english for sentence in each["sentences"])


def floats(value: Any) -> Iterator[Any]:
    """Every binary fraction in a JSON value."""
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from floats(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from floats(inner)


@pytest.mark.usefixtures("november", "august")
def test_no_answer_holds_a_binary_fraction(program: Callable[..., APIClient], bureau: House) -> None:
    client = program(bureau.user("zhou"))
    version = bureau.scheme.versions.get().pk
    result = present(Result.objects.first()).pk
    for path in ("staff/", "periods/", "results/", f"results/{result}/", f"schemes/{version}/clauses/"):
        assert not list(floats(json.loads(client.get(BUREAU + path).content))), path


@pytest.mark.usefixtures("september")
def test_results_are_filtered(program: Callable[..., APIClient], bureau: House, august: Period) -> None:
    client = program(bureau.user("zhou"))
    assert len(listed(client, f"{BUREAU}results/?period={august.pk}", "id")) == 8
    assert len(listed(client, BUREAU + "results/?period_key=2026-08&staff_number=0117", "id")) == 1
    assert len(listed(client, f"{BUREAU}results/?staff={bureau.people['li'].pk}", "id")) == 2
    assert len(listed(client, f"{BUREAU}results/?department={bureau.departments['relief'].pk}", "id")) == 8
    assert listed(client, BUREAU + "results/?grade=nothing", "id") == []
    assert errors(client.get(BUREAU + "results/?score=50")) == [("score",)]


@pytest.mark.usefixtures("september", "august")
def test_the_number_of_statements_of_the_results_does_not_grow_with_them(
    program: Callable[..., APIClient], bureau: House
) -> None:
    client = program(bureau.user("zhou"))
    counts = []
    for size in (1, 2, 16):
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{BUREAU}results/?page_size={size}")
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2] <= 8


@pytest.mark.usefixtures("november", "august")
def test_the_three_administrators_read_nothing_of_the_assessment(
    program: Callable[..., APIClient], bureau: House
) -> None:
    result = present(Result.objects.first()).pk
    for name, user in build_outsiders(bureau).items():
        client = program(user)
        assert client.get(BUREAU).status_code == 200
        for path in ("staff/", "schemes/", "periods/", "entries/", "results/", f"results/{result}/"):
            assert client.get(BUREAU + path).status_code == 404, (name, path)
