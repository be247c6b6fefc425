"""Drafts: begun from a version or a file, saved with whatever was typed, set aside, warnings accepted with a reason."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessment.models import Draft, SchemeVersion
from assessment.rules import load_scheme
from assessment.workshop.accept_findings import accept_findings, withdraw_acceptance
from assessment.workshop.findings import draft_findings, open_findings
from assessment.workshop.make_drafts import discard_draft, import_draft, restore_draft, start_draft
from assessment.workshop.save_draft import Superseded, save_draft, text_of
from foundation.uploads import UploadRefused
from organization.models import AuditEvent
from tests.cast import PACKS, House
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def version(street: House) -> SchemeVersion:
    return SchemeVersion.objects.get(scheme=street.scheme)


@pytest.fixture
def draft(street: House, version: SchemeVersion) -> Draft:
    return start_draft(actor=street.user("xu"), unit=street.unit, version=version)


def upload(content: str | bytes, name: str = "pack.yaml") -> BytesIO:
    file = BytesIO(content.encode() if isinstance(content, str) else content)
    file.name = name
    return file


def test_a_draft_begins_with_the_exact_text_of_its_version(
    street: House, version: SchemeVersion, draft: Draft
) -> None:
    assert (draft.text, draft.based_on, draft.code, draft.revision) == (
        version.text,
        version,
        "meiling-quarterly",
        1,
    )
    event = AuditEvent.objects.get(action="draft.start")
    assert (event.actor, event.unit, event.target) == (street.user("xu"), street.unit, "meiling-quarterly")


def test_a_copy_under_a_new_id_says_the_new_id_and_nothing_else_changes(
    street: House, version: SchemeVersion
) -> None:
    copy = start_draft(actor=street.user("xu"), unit=street.unit, version=version, code="yunshan-own")
    assert copy.code == load_scheme(copy.text, file="").id == "yunshan-own"
    assert copy.text == version.text.replace("id: meiling-quarterly", "id: yunshan-own", 1)


@pytest.mark.parametrize("code", ["Yun", "云山", "a b", "-a", "a" * 61, "a/b"])
def test_what_is_no_id_is_refused(street: House, version: SchemeVersion, code: str) -> None:
    with pytest.raises(ValidationError):
        start_draft(actor=street.user("xu"), unit=street.unit, version=version, code=code)


@pytest.mark.usefixtures("bureau")
def test_an_id_that_is_taken_is_refused(street: House, version: SchemeVersion) -> None:
    with pytest.raises(ValidationError, match="有|There is"):
        start_draft(actor=street.user("xu"), unit=street.unit, version=version, code="shufu-50")


@pytest.mark.parametrize("key", ["ma", "tang", "hang", "fang"])
def test_only_the_assessment_office_drafts(
    street: House, version: SchemeVersion, draft: Draft, key: str
) -> None:
    with pytest.raises(PermissionDenied):
        start_draft(actor=street.user(key), unit=street.unit, version=version)
    with pytest.raises(PermissionDenied):
        save_draft(actor=street.user(key), draft=draft, text="x", revision=1)
    with pytest.raises(PermissionDenied):
        discard_draft(actor=street.user(key), draft=draft)


@pytest.mark.usefixtures("street")
def test_the_office_of_another_unit_does_not_draft_here(bureau: House, draft: Draft) -> None:
    with pytest.raises(PermissionDenied):
        save_draft(actor=bureau.user("zhou"), draft=draft, text="x", revision=1)


def test_a_broken_text_is_saved_as_it_is(street: House, draft: Draft) -> None:
    text = "id: meiling-quarterly\ntitle: {zh: 断\n\tparts: [\n"
    saved = save_draft(actor=street.user("xu"), draft=draft, text=text, revision=1)
    assert (saved.text, saved.revision) == (text, 2)
    assert [finding.severity for finding in open_findings(saved)] == ["error"]
    assert AuditEvent.objects.get(action="draft.save").after == {"draft": draft.pk, "revision": 2}


def test_the_lines_of_a_browser_end_like_the_files(street: House, draft: Draft) -> None:
    saved = save_draft(actor=street.user("xu"), draft=draft, text="id: a\r\ntitle: b\r", revision=1)
    assert saved.text == "id: a\ntitle: b\n"


def test_who_saves_second_is_told_and_both_texts_are_there(street: House, draft: Draft) -> None:
    save_draft(actor=street.user("xu"), draft=draft, text="id: first\n", revision=1)
    with pytest.raises(Superseded) as raised:
        save_draft(actor=street.user("xu"), draft=draft, text="id: second\n", revision=1)
    assert raised.value.draft.text == "id: first\n"
    assert text_of(draft, 1) == draft.text
    assert text_of(draft, 2) == "id: first\n"
    assert text_of(draft, 3) is None


def test_saving_the_same_text_again_is_no_save(street: House, draft: Draft) -> None:
    saved = save_draft(actor=street.user("xu"), draft=draft, text=draft.text, revision=7)
    assert saved.revision == 1
    assert not AuditEvent.objects.filter(action="draft.save").exists()


@pytest.mark.parametrize("text", ["", " \n", "a" * (1024 * 1024 + 1)])
def test_an_empty_or_endless_text_is_refused(street: House, draft: Draft, text: str) -> None:
    with pytest.raises(ValidationError):
        save_draft(actor=street.user("xu"), draft=draft, text=text, revision=1)


@pytest.mark.parametrize("state", [Draft.State.PROPOSED, Draft.State.DISCARDED])
def test_a_draft_that_is_not_being_edited_is_not_saved(street: House, draft: Draft, state: Any) -> None:
    Draft.objects.filter(pk=draft.pk).update(state=state)
    with pytest.raises(ValidationError):
        save_draft(actor=street.user("xu"), draft=draft, text="id: x\n", revision=1)
    with pytest.raises(ValidationError):
        accept_findings(actor=street.user("xu"), draft=draft, keys=["x"], reason="y")


def test_a_discarded_draft_keeps_its_text_and_is_taken_up_again(street: House, draft: Draft) -> None:
    assert discard_draft(actor=street.user("xu"), draft=draft).state == Draft.State.DISCARDED
    with pytest.raises(ValidationError):
        discard_draft(actor=street.user("xu"), draft=draft)
    again = restore_draft(actor=street.user("xu"), draft=draft)
    assert (again.state, again.text) == (Draft.State.EDITING, draft.text)
    with pytest.raises(ValidationError):
        restore_draft(actor=street.user("xu"), draft=draft)
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "draft.discard",
        "draft.restore",
    ]


def test_a_file_becomes_a_draft_of_the_scheme_it_names(street: House, version: SchemeVersion) -> None:
    text = version.text.replace("at_least: 90", "at_least: 91")
    found = import_draft(actor=street.user("xu"), unit=street.unit, file=upload(text))
    assert (found.code, found.based_on, found.text) == ("meiling-quarterly", version, text)
    assert AuditEvent.objects.get(action="draft.import").target == "meiling-quarterly"


def test_a_broken_file_becomes_a_draft_with_its_text(street: House) -> None:
    found = import_draft(
        actor=street.user("xu"), unit=street.unit, file=upload("title: [\n", "unser-plan.yaml")
    )
    assert (found.code, found.text, found.based_on) == ("unser-plan", "title: [\n", None)


def test_a_file_of_windows_is_read(street: House) -> None:
    content = "﻿id: x1\r\ntitle: {zh: 考核}\r\n"
    found = import_draft(actor=street.user("xu"), unit=street.unit, file=upload(content))
    assert found.text == "id: x1\ntitle: {zh: 考核}\n"
    assert found.code == "x1"
    old = import_draft(
        actor=street.user("xu"), unit=street.unit, file=upload("title: 考核".encode("gb18030"), "方案.yml")
    )
    assert (old.text, old.code) == ("title: 考核", "scheme")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.4\n", "a.yaml"),
        ((PACKS / "shufu-50.yaml").read_bytes(), "a.pdf"),
        (b"\x00\x01", "a.yaml"),
        (b"", "a.yaml"),
        (b"a" * (1024 * 1024 + 1), "a.yaml"),
    ],
)
def test_what_is_no_text_or_too_large_is_refused(street: House, content: Any, name: str) -> None:
    with pytest.raises(UploadRefused):
        import_draft(actor=street.user("xu"), unit=street.unit, file=upload(content, name))
    assert not Draft.objects.exists()


@pytest.fixture
def warned(street: House, draft: Draft) -> Draft:  # noqa: ARG001  # for its effect
    """No seat for three people: 25 % of the three of section rank is none."""
    assert [each.code for each in draft_findings(draft) if each.severity == "warning"]
    return draft


def _warning(draft: Draft) -> Any:
    return next(each for each in draft_findings(draft) if each.severity == "warning")


def test_a_warning_is_accepted_with_a_reason_and_stays_accepted_while_other_places_change(
    street: House, warned: Draft
) -> None:
    key, before = _warning(warned).key, len(open_findings(warned))
    accepted = accept_findings(actor=street.user("xu"), draft=warned, keys=[key], reason=" 领导小组已研究 ")
    found = next(each for each in draft_findings(accepted) if each.key == key)
    assert (found.reason, found.accepted_by, found.is_open) == (
        "领导小组已研究",
        str(street.user("xu")),
        False,
    )
    assert len(open_findings(accepted)) == before - 1
    event = AuditEvent.objects.get(action="draft.accept_warning")
    assert present(event.after)["reason"] == "领导小组已研究"
    moved = save_draft(actor=street.user("xu"), draft=accepted, text="# more\n" + accepted.text, revision=1)
    assert len(open_findings(moved)) == before - 1


def test_an_acceptance_is_taken_back(street: House, warned: Draft) -> None:
    key = _warning(warned).key
    accepted = accept_findings(actor=street.user("xu"), draft=warned, keys=[key], reason="已研究")
    back = withdraw_acceptance(actor=street.user("xu"), draft=accepted, key=key)
    assert next(each for each in draft_findings(back) if each.key == key).is_open
    with pytest.raises(ValidationError):
        withdraw_acceptance(actor=street.user("xu"), draft=back, key=key)


@pytest.mark.parametrize("reason", ["", "  ", "长" * 301])
def test_a_warning_needs_a_reason_of_a_few_words(street: House, warned: Draft, reason: str) -> None:
    with pytest.raises(ValidationError):
        accept_findings(actor=street.user("xu"), draft=warned, keys=[_warning(warned).key], reason=reason)


def test_what_the_analysis_does_not_find_cannot_be_accepted(street: House, draft: Draft) -> None:
    with pytest.raises(ValidationError):
        accept_findings(actor=street.user("xu"), draft=draft, keys=["nowhere"], reason="已研究")


def test_an_error_cannot_be_accepted(street: House, draft: Draft) -> None:
    broken = save_draft(
        actor=street.user("xu"), draft=draft, text=draft.text.replace("next: good", "next: goood"), revision=1
    )
    error = draft_findings(broken)[0]
    assert error.severity == "error"
    assert "goood" in error.sentence.zh
    assert error.line > 1
    with pytest.raises(ValidationError):
        accept_findings(actor=street.user("xu"), draft=broken, keys=[error.key], reason="已研究")


def test_a_pack_with_another_id_than_the_draft_is_an_error(street: House, draft: Draft) -> None:
    text = draft.text.replace("id: meiling-quarterly", "id: other", 1)
    found = draft_findings(save_draft(actor=street.user("xu"), draft=draft, text=text, revision=1))
    assert [each.code for each in found if each.severity == "error"] == ["other_id"]


def test_the_analysis_knows_the_people_of_the_unit(street: House, draft: Draft) -> None:
    text = draft.text.replace("percent: 25, of: category", "percent: 5, of: category")
    found = draft_findings(save_draft(actor=street.user("xu"), draft=draft, text=text, revision=1))
    seats = [each for each in found if "5" in each.sentence.zh and "人" in each.sentence.zh]
    assert seats
    assert all(each.severity == "warning" for each in seats)


def test_several_warnings_are_accepted_with_one_reason_all_or_none(street: House, draft: Draft) -> None:
    keys = [each.key for each in draft_findings(draft) if each.severity == "warning"]
    with pytest.raises(ValidationError):
        accept_findings(actor=street.user("xu"), draft=draft, keys=[*keys, "nowhere"], reason="已研究")
    assert not AuditEvent.objects.filter(action="draft.accept_warning").exists()
    with pytest.raises(ValidationError):
        accept_findings(actor=street.user("xu"), draft=draft, keys=[], reason="已研究")
    accepted = accept_findings(actor=street.user("xu"), draft=draft, keys=keys, reason="已研究")
    assert open_findings(accepted) == []
    assert set(accepted.accepted) == set(keys)
