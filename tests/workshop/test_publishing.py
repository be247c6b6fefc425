"""From a draft to a version in force: two persons, nothing open, never into a period that keeps its version."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assessment.models import Draft, Scheme, SchemeVersion, UnitScheme
from assessment.periods.open_period import open_period
from assessment.periods.proposals import proposals
from assessment.schemes.end_validity import end_validity
from assessment.schemes.install_schemes import version_in_force
from assessment.schemes.selectors import versions_read_in
from assessment.workshop.findings import open_findings
from assessment.workshop.publication.approve_draft import approve
from assessment.workshop.publication.propose_draft import propose, return_draft, take_back
from organization.models import AuditEvent, Role
from tests.cast import PACKS, House, grant
from tests.narrowing import present

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)
NOTE = "值班迟到由每次扣 0.5 分改为扣 1 分。"


@pytest.fixture(autouse=True)
def _now(clock: time_machine.Traveller) -> None:
    """Every test here stands on Friday, 20 November 2026."""


def text_of(name: str = "shufu-50", *edits: tuple[str, str]) -> str:
    text = (PACKS / f"{name}.yaml").read_text("utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text


STRICTER = ("points: -0.5", "points: -1")


def drafted(
    house: House, actor: str, *edits: tuple[str, str], code: str = "shufu-50", text: str = ""
) -> Draft:
    return with_warnings_accepted(
        Draft.objects.create(
            unit=house.unit,
            code=code,
            based_on=SchemeVersion.objects.filter(scheme__code=code).first(),
            text=text or text_of(code, *(edits or (STRICTER,))),
            created_by=house.user(actor),
            saved_by=house.user(actor),
        )
    )


def with_warnings_accepted(draft: Draft) -> Draft:
    """Somebody has looked at the warnings of the analysis and said why they stay."""
    for finding in open_findings(draft):
        if finding.severity == "warning":
            draft.accepted[finding.key] = {"reason": "已核对原文", "by": "周敏", "at": "2026-11-20"}
    draft.save()
    return draft


def proposed(house: House, *edits: tuple[str, str], day: date = DECEMBER) -> Draft:
    return propose(actor=house.user("zhou"), draft=drafted(house, "zhou", *edits), note=NOTE, valid_from=day)


def published(house: House, *edits: tuple[str, str], day: date = DECEMBER) -> SchemeVersion:
    draft = proposed(house, *edits, day=day)
    return approve(actor=house.user("qian"), draft=draft, revision=draft.revision)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(ValidationError) as refused:
        act()
    return " ".join(refused.value.messages)


# two persons


def test_a_proposed_draft_becomes_the_next_version_of_the_unit_when_a_second_person_approves_it(
    bureau: House,
) -> None:
    draft = proposed(bureau)
    version = approve(actor=bureau.user("qian"), draft=draft, revision=1)
    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("published", version)
    assert (version.number, version.unit, present(version.based_on).number) == (2, bureau.unit, 1)
    assert (version.valid_from, version.valid_to, version.status) == (DECEMBER, None, "published")
    assert (version.created_by, version.published_by) == (bureau.user("zhou"), bureau.user("qian"))
    assert version.note == NOTE
    assert version.text == draft.text
    assert len(version.hash) == 64
    (change,) = version.changes
    assert "−0.5 / 次 → −1 / 次" in change["zh"]
    assert change["group"]["zh"] == "月度考核"
    findings = version.lint["findings"]
    assert {each["reason"] for each in findings if each["severity"] == "warning"} <= {"已核对原文"}
    acts = list(AuditEvent.objects.filter(unit=bureau.unit).values_list("action", flat=True))
    assert {"draft.propose", "draft.publish"} <= set(acts)


@pytest.mark.parametrize("field", ["created_by", "saved_by", "proposed_by"])
def test_whoever_drafted_saved_or_proposed_does_not_approve(bureau: House, field: str) -> None:
    draft = proposed(bureau)
    Draft.objects.filter(pk=draft.pk).update(**{field: bureau.user("qian")})
    assert "第二人" in refusal(lambda: approve(actor=bureau.user("qian"), draft=draft, revision=1))
    assert SchemeVersion.objects.count() == 1


def test_only_who_may_draft_proposes_and_only_who_may_approve_publishes(bureau: House) -> None:
    for nobody in ("li", "lin", "qian"):
        with pytest.raises(PermissionDenied):
            propose(actor=bureau.user(nobody), draft=drafted(bureau, "zhou"), note=NOTE, valid_from=DECEMBER)
    draft = proposed(bureau)
    for nobody in ("li", "lin", "sun"):
        with pytest.raises(PermissionDenied):
            approve(actor=bureau.user(nobody), draft=draft, revision=1)
        with pytest.raises(PermissionDenied):
            return_draft(actor=bureau.user(nobody), draft=draft, reason="再议")


def test_a_draft_that_changed_since_it_was_read_is_not_published(bureau: House) -> None:
    draft = proposed(bureau)
    Draft.objects.filter(pk=draft.pk).update(revision=2)
    assert "已有改动" in refusal(lambda: approve(actor=bureau.user("qian"), draft=draft, revision=1))


def test_a_draft_is_published_once(bureau: House) -> None:
    draft = proposed(bureau)
    approve(actor=bureau.user("qian"), draft=draft, revision=1)
    refusal(lambda: approve(actor=bureau.user("qian"), draft=draft, revision=1))
    assert SchemeVersion.objects.filter(unit=bureau.unit).count() == 1


def test_the_approver_returns_a_draft_with_a_reason_and_it_is_edited_again(bureau: House) -> None:
    draft = proposed(bureau)
    assert "请写明" in refusal(lambda: return_draft(actor=bureau.user("qian"), draft=draft, reason=" "))
    draft = return_draft(actor=bureau.user("qian"), draft=draft, reason="分值过重")
    assert (draft.state, draft.returned_reason) == ("editing", "分值过重")
    again = propose(actor=bureau.user("zhou"), draft=draft, note=NOTE, valid_from=DECEMBER)
    assert again.returned_reason == ""


def test_those_who_draft_take_a_proposal_back(bureau: House) -> None:
    draft = take_back(actor=bureau.user("zhou"), draft=proposed(bureau))
    assert draft.state == "editing"
    refusal(lambda: take_back(actor=bureau.user("zhou"), draft=draft))


# nothing open


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "id: broken\n"}, "还不是有效的方案"),
        ({"code": "another"}, "shufu-50"),
        ({"note": "  "}, "职工将看到"),
        ({"valid_from": None}, "从哪一天起"),
    ],
)
def test_what_is_missing_or_wrong_keeps_a_draft_from_being_proposed(
    bureau: House, change: dict[str, Any], said: str
) -> None:
    draft = drafted(bureau, "zhou")
    for name in ("text", "code"):
        setattr(draft, name, change.get(name, getattr(draft, name)))
    with_warnings_accepted(draft)
    day = change.get("valid_from", DECEMBER)
    assert said in refusal(
        lambda: propose(actor=bureau.user("zhou"), draft=draft, note=change.get("note", NOTE), valid_from=day)
    )


def test_a_warning_that_nobody_accepted_with_a_reason_keeps_a_draft_from_being_proposed(
    bureau: House,
) -> None:
    draft = drafted(bureau, "zhou", ("points: -0.5", "points: -100"))
    draft.accepted = {}
    draft.save()
    assert [finding.severity for finding in open_findings(draft)], "the analysis warns of the edit"
    assert "提示未说明接受的理由" in refusal(
        lambda: propose(actor=bureau.user("zhou"), draft=draft, note=NOTE, valid_from=DECEMBER)
    )


def test_a_scheme_that_says_nothing_new_is_not_published(bureau: House) -> None:
    draft = drafted(bureau, "zhou", text="# only a comment\n" + text_of())
    assert "完全相同" in refusal(
        lambda: propose(actor=bureau.user("zhou"), draft=draft, note=NOTE, valid_from=DECEMBER)
    )


def test_a_day_before_the_pack_itself_begins_is_refused(bureau: House) -> None:
    draft = drafted(bureau, "zhou", STRICTER)
    begins = text_of("shufu-50", STRICTER).split("valid: {from: ")[1][:10]
    early = date.fromisoformat(begins).replace(year=int(begins[:4]) - 1)
    assert "最早" in refusal(
        lambda: propose(actor=bureau.user("zhou"), draft=draft, note=NOTE, valid_from=early)
    )


# periods keep their version


def test_a_period_keeps_the_version_it_was_opened_with_and_the_next_one_takes_the_new(bureau: House) -> None:
    november = open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-11")
    version = published(bureau)
    november.refresh_from_db()
    assert november.version.number == 1
    december = open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-12")
    assert december.version == version


@pytest.mark.parametrize(
    ("day", "allowed"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), False),
        (date(2026, 11, 2), False),
        (date(2026, 11, 30), False),
        (date(2026, 12, 1), True),
        (date(2026, 12, 2), True),
    ],
)
def test_no_switch_in_the_middle_of_an_opened_period_nor_before_it(
    bureau: House, day: date, allowed: bool
) -> None:
    open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-11")
    if allowed:
        assert published(bureau, day=day).valid_from == day
        return
    said = refusal(lambda: proposed(bureau, day=day))
    assert "2026年11月" in said
    assert "2026年12月1日" in said


def test_a_period_opened_after_the_proposal_refuses_the_approval(bureau: House) -> None:
    draft = proposed(bureau, day=DECEMBER)
    open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-12")
    assert "2027年1月1日" in refusal(lambda: approve(actor=bureau.user("qian"), draft=draft, revision=1))
    draft.refresh_from_db()
    assert draft.state == "proposed"


def test_an_open_year_reserves_all_its_days(bureau: House) -> None:
    open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026")
    assert "2026年度" in refusal(lambda: proposed(bureau, day=DECEMBER))
    assert published(bureau, day=date(2027, 1, 1)).number == 2


def test_periods_of_another_unit_or_scheme_do_not_hinder(bureau: House, street: House) -> None:
    open_period(actor=None, unit=street.unit, scheme=street.scheme, key="2026-Q4")
    assert published(bureau, day=date(2026, 11, 1)).number == 2


# whose version


def test_a_units_own_version_goes_before_a_shared_one_and_is_nobody_elses(
    bureau: House, street: House
) -> None:
    UnitScheme.objects.create(unit=street.unit, scheme=bureau.scheme, valid_from=date(2026, 1, 1))
    own = published(bureau)
    shared = SchemeVersion.objects.get(scheme=bureau.scheme, number=1)
    assert version_in_force(bureau.scheme, DECEMBER, bureau.unit) == own
    assert version_in_force(bureau.scheme, date(2026, 11, 30), bureau.unit) == shared
    assert version_in_force(bureau.scheme, DECEMBER, street.unit) == shared
    assert own in versions_read_in(bureau.unit)
    assert own not in versions_read_in(street.unit)


def test_a_later_shared_version_does_not_push_the_units_own_aside(bureau: House) -> None:
    from assessment.schemes.install_schemes import install_version

    own = published(bureau)
    install_version(actor=None, text=text_of("shufu-50", ("points: -1", "points: -2")), file="shufu-50.yaml")
    assert version_in_force(bureau.scheme, DECEMBER, bureau.unit) == own


def test_a_scheme_of_the_units_own_is_taken_into_use_with_its_first_version(bureau: House) -> None:
    text = text_of("shufu-50", ("id: shufu-50", "id: our-own"))
    draft = drafted(bureau, "zhou", code="our-own", text=text)
    propose(actor=bureau.user("zhou"), draft=draft, note=NOTE, valid_from=DECEMBER)
    version = approve(actor=bureau.user("qian"), draft=draft, revision=1)
    use = UnitScheme.objects.get(unit=bureau.unit, scheme=version.scheme)
    assert (version.number, use.valid_from) == (1, DECEMBER)
    assert Scheme.objects.get(code="our-own").title_zh == bureau.scheme.title_zh
    assert "our-own" not in {each.scheme.code for each in proposals(bureau.unit, date(2026, 11, 20))}


def test_a_scheme_in_use_keeps_its_settings(bureau: House) -> None:
    published(bureau)
    assert UnitScheme.objects.filter(unit=bureau.unit).count() == 1


def test_going_back_to_what_was_said_before_is_a_version_of_its_own(bureau: House) -> None:
    published(bureau)
    back = published(bureau, ("id: shufu-50", "id: shufu-50"), day=date(2027, 1, 1))
    assert back.number == 3
    assert back.hash == SchemeVersion.objects.get(number=1, scheme=bureau.scheme).hash


# what is published stays


def test_text_number_and_note_of_a_published_version_never_change(bureau: House) -> None:
    version = published(bureau)
    mine = SchemeVersion.objects.filter(pk=version.pk)
    changes: list[dict[str, Any]] = [
        {"text": "x"},
        {"hash": "0" * 64},
        {"number": 9},
        {"note": "x"},
        {"changes": []},
        {"lint": {"a": 1}},
        {"unit": None},
        {"valid_from": date(2026, 1, 1)},
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            mine.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.delete()


# ending


def test_the_unit_ends_its_own_version_and_the_one_before_is_in_force_again(bureau: House) -> None:
    version = published(bureau)
    shared = SchemeVersion.objects.get(scheme=bureau.scheme, number=1)
    ended = end_validity(
        actor=bureau.user("qian"),
        version=version,
        unit=bureau.unit,
        valid_to=date(2026, 12, 31),
        reason="试行期满",
    )
    assert ended.valid_to == date(2026, 12, 31)
    assert version_in_force(bureau.scheme, date(2026, 12, 31), bureau.unit) == version
    assert version_in_force(bureau.scheme, date(2027, 1, 1), bureau.unit) == shared
    assert present(AuditEvent.objects.get(action="scheme.end").after)["reason"] == "试行期满"


@pytest.mark.parametrize(("day", "allowed"), [(date(2026, 12, 30), False), (date(2026, 12, 31), True)])
def test_a_version_does_not_end_before_the_periods_opened_with_it(
    bureau: House, day: date, allowed: bool
) -> None:
    version = published(bureau)
    open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-12")

    def end() -> SchemeVersion:
        return end_validity(
            actor=bureau.user("qian"), version=version, unit=bureau.unit, valid_to=day, reason="试行期满"
        )

    if allowed:
        assert end().valid_to == day
    else:
        assert "2026年12月31日" in refusal(end)


def test_a_shared_version_is_not_a_units_to_end_and_a_reason_is_required(bureau: House) -> None:
    shared = SchemeVersion.objects.get(scheme=bureau.scheme)
    words: dict[str, Any] = {"actor": bureau.user("qian"), "unit": bureau.unit, "valid_to": DECEMBER}
    refusal(lambda: end_validity(version=shared, reason="x", **words))
    own = published(bureau)
    assert "请写明" in refusal(lambda: end_validity(version=own, reason=" ", **words))
    with pytest.raises(PermissionDenied):
        end_validity(version=own, reason="x", **{**words, "actor": bureau.user("li")})
    end_validity(version=own, reason="x", **words)
    assert "2026年12月1日" in refusal(
        lambda: end_validity(version=own, reason="x", **{**words, "valid_to": date(2027, 1, 1)})
    )


def test_the_head_may_be_the_second_person(street: House) -> None:
    draft = drafted(street, "xu", ("at_least: 90", "at_least: 85"), code="meiling-quarterly")
    propose(actor=street.user("xu"), draft=draft, note="优秀线降为 85 分", valid_from=date(2027, 1, 1))
    version = approve(actor=street.user("tang"), draft=draft, revision=1)
    assert [each["zh"] for each in version.changes] == ["分数线「优秀」：下限 90 → 85"]


def test_two_people_of_the_office_are_two_persons(bureau: House) -> None:
    grant(bureau, "wang", Role.ASSESSMENT_OFFICE)
    version = approve(actor=bureau.user("wang"), draft=proposed(bureau), revision=1)
    assert version.published_by == bureau.user("wang")
