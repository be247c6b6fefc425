"""The library: schemes with their versions, who uses them, files in and out; each unit sees its own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.models import Draft, SchemeVersion
from assessment.schemes.install_schemes import adopt_scheme
from assessment.workshop.library import library
from assessment.workshop.make_drafts import start_draft
from organization.models import User
from organization.policy import access_to
from tests.cast import START, House
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("clock")
PAGE = "/u/yunshan/workshop/"


@pytest.fixture
def version(street: House) -> SchemeVersion:
    return SchemeVersion.objects.get(scheme=street.scheme)


def own_version(house: House, version: SchemeVersion, number: int = 2) -> SchemeVersion:
    return SchemeVersion.objects.create(
        scheme=version.scheme,
        number=number,
        unit=house.unit,
        text=version.text,
        hash=f"{number:064}",
        valid_from=START,
        status=SchemeVersion.Status.PUBLISHED,
    )


@pytest.mark.usefixtures("bureau", "version")
def test_the_units_own_schemes_stand_first_with_their_days(street: House) -> None:
    found = library(access_to(street.user("xu"), street.unit)).schemes
    assert [shelf.scheme.code for shelf in found] == ["meiling-quarterly", "shufu-50"]
    assert [use.valid_from for use in found[0].uses] == [START]
    assert found[1].uses == []


def test_other_units_are_counted_and_not_named(
    street: House, bureau: House, login: Callable[[User], Client]
) -> None:
    adopt_scheme(actor=None, unit=bureau.unit, scheme=street.scheme, valid_from=START)
    found = library(access_to(street.user("xu"), street.unit)).schemes
    assert [(shelf.scheme.code, shelf.others) for shelf in found] == [
        ("meiling-quarterly", 1),
        ("shufu-50", 1),
    ]
    text = login(street.user("xu")).get(PAGE).content.decode()
    assert "其他使用单位：1 个" in text
    assert bureau.unit.name not in text


def test_a_version_of_the_unit_itself_is_current_and_hidden_from_others(
    street: House, bureau: House, login: Callable[[User], Client], version: SchemeVersion
) -> None:
    adopt_scheme(actor=None, unit=bureau.unit, scheme=street.scheme, valid_from=START)
    own = own_version(street, version)
    shelf = library(access_to(street.user("xu"), street.unit)).schemes[0]
    assert [(each.version.number, each.is_current) for each in shelf.versions] == [(2, True), (1, False)]
    theirs = library(access_to(bureau.user("zhou"), bureau.unit)).schemes
    assert own not in [each.version for shelf in theirs for each in shelf.versions]
    other = login(bureau.user("zhou"))
    assert other.get(f"/u/minzheng/workshop/versions/{own.pk}/file/").status_code == 404
    assert other.get(f"/u/minzheng/workshop/versions/{own.pk}/copy/").status_code == 404
    assert other.get(f"/u/minzheng/workshop/versions/{version.pk}/file/").status_code == 200


def test_the_number_of_statements_does_not_grow_with_versions_and_drafts(
    street: House, version: SchemeVersion, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(2, 12):
        own_version(street, version, number)
    for _time in range(10):
        start_draft(actor=street.user("xu"), unit=street.unit, version=version)
    access = access_to(street.user("xu"), street.unit)
    with django_assert_max_num_queries(6):
        found = library(access)
        assert [str(present(draft.based_on).scheme) for draft in found.drafts]


@pytest.mark.parametrize(
    ("key", "status"), [("xu", 200), ("tang", 200), ("ma", 404), ("hang", 404), ("fang", 404)]
)
def test_the_library_is_for_those_who_draft_or_approve(
    street: House, login: Callable[[User], Client], key: str, status: int
) -> None:
    assert login(street.user(key)).get(PAGE).status_code == status


def test_who_approves_reads_and_does_not_draft(
    street: House, login: Callable[[User], Client], version: SchemeVersion
) -> None:
    draft = start_draft(actor=street.user("xu"), unit=street.unit, version=version)
    client = login(street.user("tang"))
    text = client.get(PAGE).content.decode()
    assert "据此编制草案" not in text
    assert "导入为草案" not in text
    for address in ["", "yaml/", "analysis/", "file/"]:
        assert client.get(f"{PAGE}drafts/{draft.pk}/{address}").status_code == 200
    for address in ["", "yaml/", "analysis/accept/", "discard/", "add/", "remove/"]:
        assert client.post(f"{PAGE}drafts/{draft.pk}/{address}", {"revision": "1"}).status_code == 404
    assert client.post(f"{PAGE}import/").status_code == 404


def test_a_draft_of_another_unit_is_not_found(
    street: House, bureau: House, login: Callable[[User], Client], version: SchemeVersion
) -> None:
    draft = start_draft(actor=street.user("xu"), unit=street.unit, version=version)
    client = login(bureau.user("zhou"))
    for address in ["", "yaml/", "analysis/", "file/", "read/"]:
        assert client.get(f"/u/minzheng/workshop/drafts/{draft.pk}/{address}").status_code == 404


def test_a_version_is_kept_as_the_exact_file(
    street: House, login: Callable[[User], Client], version: SchemeVersion
) -> None:
    answer = login(street.user("xu")).get(f"{PAGE}versions/{version.pk}/file/")
    assert answer.content.decode() == version.text
    assert 'filename="meiling-quarterly-v1.yaml"' in answer["Content-Disposition"]


def test_a_draft_is_begun_from_a_version(
    street: House, login: Callable[[User], Client], version: SchemeVersion
) -> None:
    client = login(street.user("xu"))
    assert "季度绩效考核" in client.get(f"{PAGE}versions/{version.pk}/copy/").content.decode()
    answer = client.post(f"{PAGE}versions/{version.pk}/copy/", {"code": ""})
    draft = Draft.objects.get()
    assert answer["Location"] == f"{PAGE}drafts/{draft.pk}/"
    refused = client.post(f"{PAGE}versions/{version.pk}/copy/", {"code": "No Id"})
    assert refused.status_code == 422
    assert 'value="No Id"' in refused.content.decode()
    client.post(f"{PAGE}versions/{version.pk}/copy/", {"code": "yunshan-own"})
    assert Draft.objects.filter(code="yunshan-own").exists()


def test_a_faulty_file_becomes_a_draft_with_its_faults_at_their_lines(
    street: House, login: Callable[[User], Client], version: SchemeVersion
) -> None:
    text = version.text.replace("grade: good, at_least: 75", "grade: goood, at_least: 75")
    client = login(street.user("xu"))
    answer = client.post(
        f"{PAGE}import/", {"file": SimpleUploadedFile("plan.yaml", text.encode())}, follow=True
    )
    page, line = answer.content.decode(), text[: text.index("goood")].count("\n") + 1
    assert f'data-caret="{line}:' in page
    assert "没有名为 `goood` 的本部分等次" in page
    assert Draft.objects.get().text == text


@pytest.mark.parametrize("files", [{}, {"file": SimpleUploadedFile("plan.yaml", b"\x00")}])
def test_what_is_no_file_is_refused_with_a_word(
    street: House, login: Callable[[User], Client], files: Any
) -> None:
    answer = login(street.user("xu")).post(f"{PAGE}import/", files)
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_a_draft_is_discarded_and_taken_up_again_from_the_library(
    street: House, login: Callable[[User], Client], version: SchemeVersion
) -> None:
    draft = start_draft(actor=street.user("xu"), unit=street.unit, version=version)
    client = login(street.user("xu"))
    page = client.post(f"{PAGE}drafts/{draft.pk}/discard/", follow=True).content.decode()
    assert "已废弃的草案" in page
    assert client.post(f"{PAGE}drafts/{draft.pk}/yaml/", {"revision": "1", "text": "x"}).status_code == 404
    client.post(f"{PAGE}drafts/{draft.pk}/discard/", {"restore": ""})
    assert Draft.objects.get().state == Draft.State.EDITING


def test_the_library_is_english_for_an_english_reader(street: House, login: Callable[[User], Client]) -> None:
    user = street.user("xu")
    user.language = "en"
    user.save()
    text = login(user).get(PAGE).content.decode()
    assert "Quarterly performance assessment of a street office" in text
    assert "in use here since" in text
