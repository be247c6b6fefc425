"""Evidence: accepted by content, hashed, stored once, served only to those who may see the entry."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessment.ledger.new_entry import NewEntry
from assessment.ledger.record_entries import record_many
from assessment.models import Entry, Evidence
from organization.models import AuditEvent, User
from tests.cast import House
from tests.ledger.conftest import FRIDAY
from tests.narrowing import present

pytestmark = pytest.mark.django_db
TEXT = "上午 8:41 到岗,未请假".encode()


def proof(name: str = "记录.txt", content: bytes = TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture
def evidence(late: Callable[..., Entry]) -> Evidence:
    return late(evidence=[proof()]).evidence.get()


def address(evidence: Evidence, unit: str = "minzheng") -> str:
    return f"/u/{unit}/evidence/{evidence.pk}/"


def test_a_file_is_kept_with_its_hash_under_a_name_of_ours(evidence: Evidence) -> None:
    assert (evidence.name, evidence.content_type, evidence.size) == ("记录.txt", "text/plain", len(TEXT))
    assert evidence.sha256 == hashlib.sha256(TEXT).hexdigest()
    assert "记录" not in present(evidence.file.name)
    assert evidence.file.read() == TEXT


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html><script>alert(1)</script></html>"),
        ("tool.exe", b"MZ\x90\x00" + b"\0" * 200),
        ("scan.pdf", b"not a pdf"),
        ("empty.txt", b""),
        ("big.txt", b"a" * (10 * 1024 * 1024 + 1)),
    ],
)
def test_what_is_no_evidence_is_refused_and_nothing_recorded(
    late: Callable[..., Entry], name: str, content: bytes
) -> None:
    with pytest.raises(ValidationError) as caught:
        late(evidence=[proof(), proof(name, content)])
    assert list(caught.value.message_dict) == ["evidence"]
    assert name in caught.value.message_dict["evidence"][0]
    assert not Entry.objects.exists()
    assert not stored_files()


def test_at_most_five_files(late: Callable[..., Entry]) -> None:
    with pytest.raises(ValidationError):
        late(evidence=[proof(f"{n}.txt") for n in range(6)])


@pytest.mark.usefixtures("november")
def test_one_file_for_several_people_is_stored_once(bureau: House) -> None:
    shared = proof()
    record_many(
        actor=bureau.user("lin"),
        unit=bureau.unit,
        rows=[
            NewEntry(
                staff=bureau.people[name],
                clause="6.1a",
                occurred_on=FRIDAY,
                idempotency_key=name,
                evidence=[shared],
            )
            for name in ("li", "zhao")
        ],
    )
    assert Evidence.objects.count() == 2
    assert len(stored_files()) == 1


def test_files_of_a_refused_recording_do_not_stay(
    late: Callable[..., Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_rows: object, **_options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Evidence.objects, "bulk_create", fails)
    with pytest.raises(RuntimeError):
        late(evidence=[proof()])
    assert not Entry.objects.exists()
    assert not stored_files()


def test_it_is_served_as_a_download_that_no_browser_interprets(
    evidence: Evidence, login: Callable[[User], Client], bureau: House
) -> None:
    response = login(bureau.user("lin")).get(address(evidence))
    assert response.getvalue() == TEXT
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert AuditEvent.objects.filter(action="evidence.read", actor=bureau.user("lin")).exists()


@pytest.mark.parametrize(("name", "status"), [("lin", 200), ("zhou", 200), ("sun", 200), ("li", 200)])
def test_those_who_may_see_the_entry_get_it(
    evidence: Evidence, login: Callable[[User], Client], bureau: House, name: str, status: int
) -> None:
    assert login(bureau.user(name)).get(address(evidence)).status_code == status


@pytest.mark.parametrize("name", ["wang", "zhao"])
def test_others_do_not_know_that_it_exists(
    evidence: Evidence, login: Callable[[User], Client], bureau: House, name: str
) -> None:
    assert login(bureau.user(name)).get(address(evidence)).status_code == 404


def test_nor_does_another_unit(evidence: Evidence, login: Callable[[User], Client], street: House) -> None:
    client = login(street.user("xu"))
    assert client.get(address(evidence)).status_code == 404
    assert client.get(address(evidence, "yunshan")).status_code == 404
