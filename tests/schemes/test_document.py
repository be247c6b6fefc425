"""A scheme as a document: everything that the staff are subject to, in both languages, on the page and as a Word file."""

import re
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from docx import Document as read_word
from docx.oxml.ns import qn

from assessment.models import SchemeVersion, UnitScheme
from assessment.packs import FOLDER
from assessment.rules import load_scheme
from assessment.schemes.document import DocumentTable, Listing, Paragraph, build
from assessment.schemes.document.numbering import chinese
from assessment.schemes.document.word import write_word
from organization.models import AuditEvent, User
from tests.cast import House
from tests.narrowing import present

PACKS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
LANGUAGES = ("zh-hans", "en")
HAN = re.compile(r"[\u4e00-\u9fff]")


def document(name: str, language: str, **words: Any) -> Any:
    scheme = load_scheme((FOLDER / f"{name}.yaml").read_text("utf-8"), file=name)
    return scheme, build(scheme, language, **words)


def texts_of(document: Any) -> list[str]:
    found = [document.title, *(text for pair in document.about for text in pair)]
    for section in document.sections:
        found.append(section.title)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                found.append(block.text)
            elif isinstance(block, Listing):
                found += block.points
            else:
                found += [*block.heads, *(cell for row in block.rows for cell in row.cells)]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PACKS)
def test_every_clause_gate_step_and_reading_of_a_scheme_stands_in_its_document(
    name: Any, language: Any
) -> None:
    scheme, made = document(name, language)
    told = "\n".join(texts_of(made))
    for part in scheme.parts.values():
        for table in (part.clauses, part.items, part.gates, part.facts, part.months):
            for each in table.values():
                assert each.title.get(language) in told
        for step in part.procedure:
            assert step.title.get(language) in told
        for clause in part.clauses.values():
            assert clause.points_text(language) in told
    for text in (*scheme.readings.values(), *scheme.documents):
        assert text.get(language) in told
    for check in scheme.checks:
        assert check.title.get(language) in told


@pytest.mark.parametrize("name", PACKS)
def test_nothing_of_the_vocabulary_shows_in_a_document(name: Any) -> None:
    """Neither keys nor kinds nor ids that only the pack knows stand in the text."""
    for language in LANGUAGES:
        _scheme, made = document(name, language)
        for text in texts_of(made):
            assert not re.search(r"\b[a-z]+_[a-z_]+\b", text), text
            assert not [sign for sign in ("{", "Decimal", "None") if sign in text], text


@pytest.mark.parametrize("name", PACKS)
def test_a_chinese_document_has_chinese_headings_and_an_english_one_english(name: Any) -> None:
    _scheme, made = document(name, "zh-hans")
    assert all(HAN.search(section.title) for section in made.sections)
    _scheme, translated = document(name, "en")
    assert not any(HAN.search(section.title) for section in translated.sections)
    assert len(made.sections) == len(translated.sections)


def test_sections_are_numbered_as_documents_of_an_office_are() -> None:
    _scheme, made = document("meiling-quarterly", "zh-hans")
    titles = [section.title for section in made.sections]
    assert titles[0].startswith("一、")
    assert titles[1] == "二、季度考核"
    assert titles[2].startswith("（一）")
    _scheme, translated = document("meiling-quarterly", "en")
    assert [section.title for section in translated.sections][1:3] == [
        "2. Quarterly assessment",
        "2.1 Clauses and points",
    ]
    assert [chinese(number) for number in (1, 9, 10, 11, 20, 21)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
    ]


def test_the_figures_that_the_unit_set_for_itself_stand_beside_those_of_the_scheme() -> None:
    _scheme, made = document(
        "meiling-quarterly", "zh-hans", settings={"annual_excellent_percent": Decimal(15)}
    )
    (settings,) = [s for s in made.sections if "单位可调参数" in s.title]
    (table,) = settings.blocks
    assert isinstance(table, DocumentTable)
    assert table.rows[0].cells == ["年度优秀等次比例（%）", "20", "15"]
    assert any("不超过 15%（可调参数" in text for text in texts_of(made))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PACKS)
def test_the_word_file_holds_the_whole_document(name: Any, language: Any) -> None:
    _scheme, made = document(name, language)
    word = read_word(BytesIO(write_word(made)))
    written = [p.text for p in word.paragraphs]
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    for section in made.sections:
        assert section.title in written
        for block in section.blocks:
            if isinstance(block, Paragraph):
                assert block.text in written
            elif isinstance(block, Listing):
                assert set(block.points) <= set(written)
            else:
                assert {cell for row in block.rows for cell in row.cells} <= cells


def test_the_word_file_is_a4_with_headings_and_the_typefaces_of_an_office() -> None:
    _scheme, made = document("meiling-quarterly", "zh-hans")
    content = write_word(made)
    word = read_word(BytesIO(content))
    page = word.sections[0]
    assert (round(present(page.page_width).cm, 1), round(present(page.page_height).cm, 1)) == (21.0, 29.7)
    assert {present(p.style).name for p in word.paragraphs} >= {"Title", "Heading 1", "Heading 2"}
    fonts = {
        name: word.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in ("Normal", "Heading 1")
    }
    assert fonts == {"Normal": "仿宋", "Heading 1": "宋体"}
    with ZipFile(BytesIO(content)) as packed:
        assert "PAGE" in packed.read("word/footer1.xml").decode()


@pytest.fixture
def version(street: House) -> SchemeVersion:
    return SchemeVersion.objects.get(scheme=street.scheme)


def test_staff_read_the_document_on_the_page_and_download_it(
    street: House, version: SchemeVersion, login: Callable[[User], Client]
) -> None:
    UnitScheme.objects.filter(unit=street.unit).update(settings={"annual_excellent_percent": "15"})
    client = login(street.user("ma"))
    page = client.get(f"/u/yunshan/schemes/{version.pk}/").content.decode()
    for words in ("一、适用范围与等次", "本期内发生「效能告诫」", "不超过 15%", "申诉", "R6"):
        assert words in page
    answer = client.get(f"/u/yunshan/schemes/{version.pk}/word/")
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert ".docx" in answer.headers["Content-Disposition"]
    assert any(
        "本期内发生「效能告诫」" in c.text
        for t in read_word(BytesIO(answer.content)).tables
        for c in t._cells
    )
    act = AuditEvent.objects.get(action="export.file", unit=street.unit)
    assert act.actor == street.user("ma")
    assert "meiling-quarterly v1" in act.target


def test_the_document_is_english_for_an_english_reader(
    street: House, version: SchemeVersion, login: Callable[[User], Client]
) -> None:
    user = street.user("ma")
    user.language = "en"
    user.save()
    page = login(user).get(f"/u/yunshan/schemes/{version.pk}/").content.decode()
    for words in ("1. Whom it concerns", "Admonition” begins in the period", "90 points or more"):
        assert words in page


def test_nobody_downloads_another_units_scheme(
    bureau: House, version: SchemeVersion, login: Callable[[User], Client]
) -> None:
    assert login(bureau.user("li")).get(f"/u/minzheng/schemes/{version.pk}/word/").status_code == 404
