"""Pages of a draft: forms with the YAML beside them, the editor, the analysis; nothing typed is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessment.models import Draft, SchemeVersion
from assessment.rules import load_scheme
from assessment.rules.vocabulary.conditions import FactCondition
from assessment.workshop.findings import draft_findings
from assessment.workshop.make_drafts import start_draft
from assessment.workshop.save_draft import save_draft
from organization.models import User
from tests.cast import House

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def draft(street: House) -> Draft:
    version = SchemeVersion.objects.get(scheme=street.scheme)
    return start_draft(actor=street.user("xu"), unit=street.unit, version=version)


@pytest.fixture
def client(street: House, login: Callable[[User], Client]) -> Client:
    return login(street.user("xu"))


def page(draft: Draft, address: str = "") -> str:
    return f"/u/yunshan/workshop/drafts/{draft.pk}/{address}"


def send(client: Client, draft: Draft, at: str, revision: int | str = 1, new: str = "", **values: str) -> Any:
    """Send a page of the forms with some fields, named by the end of their path."""
    sent = {(key if ":" in key else f"f:{at}/{key}"): value for key, value in values.items()}
    return client.post(f"{page(draft)}?at={at}&new={new}", {"revision": revision, **sent})


GATES = "parts/quarter/gates"


def test_every_section_of_the_pack_has_its_page(client: Client, draft: Draft) -> None:
    text = client.get(page(draft)).content.decode()
    for at in re.findall(r'href="\?at=([^"]*)"', text):
        assert client.get(f"{page(draft)}?at={at}").status_code == 200
    assert client.get(f"{page(draft)}?at={GATES}/99").status_code == 404
    assert client.get(f"{page(draft)}?at=nowhere/x").status_code == 404


def test_a_figure_typed_into_a_form_stands_in_the_yaml_and_nothing_else_moved(
    client: Client, draft: Draft
) -> None:
    answer = send(
        client, draft, f"{GATES}/4", **{f"f:{GATES}/4/when": "1.5", f"c:{GATES}/4/when": "more_than"}
    )
    assert answer["Location"] == f"{page(draft)}?at={GATES.replace('/', '%2F')}%2F4"
    saved = Draft.objects.get()
    assert saved.text == draft.text.replace(
        "{fact: absent_days, more_than: 2}", "{fact: absent_days, more_than: 1.5}"
    )
    assert saved.revision == 2


def test_what_is_no_figure_is_told_at_the_field_and_everything_typed_is_kept(
    client: Client, draft: Draft
) -> None:
    answer = send(
        client, draft, "parts/quarter/bonus", **{"by_grade/excellent": "two", "by_grade/good": "1900"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="two"' in text
    assert 'value="1900"' in text
    assert re.search(r'id="f-parts-quarter-bonus-by_grade-excellent-error">[^<]*数字', text)
    assert Draft.objects.get().text == draft.text


def test_what_the_loader_refuses_is_told_at_the_field(client: Client, draft: Draft) -> None:
    answer = send(client, draft, "parts/quarter/bands/0", at_least="50")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "分数段须由高到低排列" in text
    assert 'value="50"' in text
    assert Draft.objects.get().revision == 1


def test_a_form_can_mend_a_pack_that_is_faulty_elsewhere(street: House, client: Client, draft: Draft) -> None:
    text = draft.text.replace("percent: 25, of: category", "percent: 250, of: category").replace(
        "next: good", "next: goood"
    )
    save_draft(actor=street.user("xu"), draft=draft, text=text, revision=1)
    shown = client.get(f"{page(draft)}?at=parts/quarter/quotas/0").content.decode()
    assert "尚不能载入" in shown
    answer = send(client, draft, "parts/quarter/quotas/0", revision=2, percent="25")
    assert answer.status_code in (302, 422)
    mended = send(client, draft, "parts/quarter/quotas/0", revision=2, percent="25", next="good")
    assert mended.status_code == 302
    assert load_scheme(Draft.objects.get().text, file="").parts["quarter"].quotas[0].percent == 25


def test_a_second_saver_sees_both_texts_and_loses_nothing(
    street: House, client: Client, draft: Draft
) -> None:
    theirs = draft.text.replace("excellent: 2100", "excellent: 2111")
    save_draft(actor=street.user("xu"), draft=draft, text=theirs, revision=1)
    answer = send(client, draft, "parts/quarter/bonus", **{"by_grade/good": "1888"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "excellent: 2111" in text
    assert "good: 1888" in text
    assert 'name="revision" value="2"' in text
    mine = draft.text.replace("good: 1800", "good: 1888")
    assert client.post(page(draft, "yaml/"), {"revision": 1, "text": mine}).status_code == 409
    merged = theirs.replace("good: 1800", "good: 1888")
    assert client.post(page(draft, "yaml/"), {"revision": 2, "text": merged}).status_code == 302
    assert Draft.objects.get().text == merged


def test_an_element_is_added_like_another_one(client: Client, draft: Draft) -> None:
    sent = {"revision": 1, "at": GATES, "like": "#10", "name": "bonus.long_leave"}
    answer = client.post(page(draft, "add/"), sent)
    assert answer["Location"].endswith("gates%2F11")
    gate = load_scheme(Draft.objects.get().text, file="").gates["bonus.long_leave"]
    assert isinstance(gate.when, FactCondition)
    assert gate.when.more_than == 15


@pytest.mark.parametrize("name", ["", "bonus.leave", "名"])
def test_a_copy_needs_a_name_of_its_own(client: Client, draft: Draft, name: str) -> None:
    client.post(page(draft, "add/"), {"revision": 1, "at": GATES, "like": "#10", "name": name})
    assert Draft.objects.get().revision == 1


def test_a_clause_is_made_in_a_form(client: Client, draft: Draft) -> None:
    sent = {"revision": 1, "at": "parts/quarter/clauses", "like": "per_count"}
    form = client.post(page(draft, "add/"), sent)
    assert client.get(form["Location"]).status_code == 200
    half = send(client, draft, "parts/quarter/clauses/1", new="per_count", id="2.1", item="merit")
    assert half.status_code == 422
    assert 'value="2.1"' in half.content.decode()
    texts = {"title/zh": "表扬", "title/en": "Praise", "unit/zh": "次", "unit/en": "time"}
    values = {"id": "2.1", "item": "merit", "points": "0.5", **texts}
    assert send(client, draft, "parts/quarter/clauses/1", new="per_count", **values).status_code == 302
    assert '      - {id: "2.1", item: merit, title: {zh: 表扬, en: Praise}' in Draft.objects.get().text


def test_an_element_is_taken_out(client: Client, draft: Draft) -> None:
    answer = client.post(page(draft, "remove/"), {"revision": 1, "at": f"{GATES}/10"})
    assert answer.status_code == 302
    assert "bonus.leave" not in Draft.objects.get().text
    assert client.post(page(draft, "remove/"), {"revision": 2, "at": f"{GATES}/10"}).status_code == 404
    assert client.post(page(draft, "remove/"), {"revision": 2, "at": "title"}).status_code == 404


@pytest.mark.usefixtures("street")
def test_faults_stand_beside_the_editor_with_their_lines(client: Client, draft: Draft) -> None:
    client.post(
        page(draft, "yaml/"), {"revision": 1, "text": draft.text.replace("points: -1}", "points: '-1'}")}
    )
    text = client.get(page(draft, "yaml/")).content.decode()
    assert 'data-caret="114:37"' in text
    assert "须为数字，不加引号" in text
    assert "id: meiling-quarterly" in text


def test_faults_are_told_in_the_language_of_the_reader(street: House, client: Client, draft: Draft) -> None:
    broken = draft.text.replace("kind: total", "kind: totals").replace("points: -1}", "points: -1, x: 1}")
    client.post(page(draft, "yaml/"), {"revision": 1, "text": broken})
    chinese = client.get(page(draft, "yaml/")).content.decode()
    User.objects.filter(pk=street.user("xu").pk).update(language="en")
    english = client.get(page(draft, "yaml/")).content.decode()
    assert "须为下列之一：total、history_mean、index" in chinese
    assert "此处没有 `x` 这一键" in chinese
    assert "expected one of: &#x27;total&#x27;, &#x27;history_mean&#x27;" in english
    (kind, *_) = [each for each in draft_findings(Draft.objects.get()) if "total" in each.sentence.en]
    assert kind.sentence.zh == "须为下列之一：total、history_mean、index"


def test_a_text_that_is_no_yaml_leads_from_the_forms_to_the_editor(client: Client, draft: Draft) -> None:
    client.post(page(draft, "yaml/"), {"revision": 1, "text": "id: [\n"})
    assert client.get(page(draft))["Location"] == page(draft, "yaml/")
    assert "不符合 YAML 书写规则" in client.get(page(draft, "yaml/")).content.decode()
    assert client.get(page(draft, "analysis/")).status_code == 200
    assert "方案文件可以载入后" in client.get(page(draft, "read/")).content.decode()


def test_an_empty_text_is_not_saved(client: Client, draft: Draft) -> None:
    answer = client.post(page(draft, "yaml/"), {"revision": 1, "text": " "})
    assert answer.status_code == 422
    assert Draft.objects.get().text == draft.text


def test_a_draft_that_loads_is_read_as_a_document(client: Client, draft: Draft) -> None:
    assert client.get(page(draft, "read/"))["Location"] == page(draft, "document/")


def test_a_warning_is_accepted_on_the_page_of_the_analysis(client: Client, draft: Draft) -> None:
    found = next(each for each in draft_findings(draft) if each.severity == "warning")
    text = client.get(page(draft, "analysis/")).content.decode()
    assert found.sentence.zh in text
    assert f"?line={found.line}" in text
    refused = client.post(page(draft, "analysis/accept/"), {"key": found.key, "reason": ""})
    assert refused.status_code == 422
    assert Draft.objects.get().accepted == {}
    accepted = client.post(
        page(draft, "analysis/accept/"), {"key": found.key, "reason": "已研究"}, follow=True
    )
    assert "已接受的提示" in accepted.content.decode()
    assert re.search(r"已研究\s*<span[^>]*>\s*徐海燕\s+2026年11月20日", accepted.content.decode())
    client.post(page(draft, "analysis/accept/"), {"withdraw": found.key})
    assert Draft.objects.get().accepted == {}


def test_the_pages_are_english_for_an_english_reader(street: House, client: Client, draft: Draft) -> None:
    user = street.user("xu")
    user.language = "en"
    user.save()
    assert "Absent without leave" in client.get(f"{page(draft)}?at={GATES}").content.decode()
    assert "The pack can be loaded." in client.get(page(draft, "yaml/")).content.decode()
    found = next(each for each in draft_findings(draft) if each.severity == "warning")
    assert found.sentence.en.split("'")[0] in client.get(page(draft, "analysis/")).content.decode()


def test_a_draft_waiting_for_approval_is_only_read(client: Client, draft: Draft) -> None:
    Draft.objects.update(state=Draft.State.PROPOSED)
    text = client.get(f"{page(draft)}?at=parts/quarter/bonus").content.decode()
    assert "只能查看" in text
    assert "disabled" in text
    assert send(client, draft, "parts/quarter/bonus", **{"by_grade/good": "1"}).status_code == 404
    assert client.post(page(draft, "yaml/"), {"revision": 1, "text": "id: x"}).status_code == 404
