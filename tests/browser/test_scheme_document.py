"""Staff read the scheme they are under, on a wide screen and on a phone, and take the Word file with them."""

from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from docx import Document
from playwright.sync_api import Page, expect

from assessment.models import SchemeVersion
from tests.browser.test_look import WEAK_TEXT
from tests.cast import House

OVERFLOW = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture
def address(clock: time_machine.Traveller, street: House) -> str:  # noqa: ARG001  # for its effect
    return f"/u/yunshan/schemes/{SchemeVersion.objects.get(scheme=street.scheme).pk}/"


@pytest.mark.parametrize("phone", [False, True])
def test_the_document_is_legible_and_fits_the_screen(
    page_as: Callable[..., Page], street: House, address: str, shot: Callable[..., None], phone: bool
) -> None:
    page = page_as(street.user("ma"), phone=phone)
    page.goto(address)
    expect(page.get_by_role("heading", name="（七）否决与限制条件").first).to_be_visible()
    assert not page.evaluate(OVERFLOW)
    assert page.evaluate(WEAK_TEXT) == []
    shot(page, f"scheme-document-{'phone' if phone else 'wide'}")


def test_the_word_file_is_downloaded_under_the_title_of_the_scheme(
    page_as: Callable[..., Page], street: House, address: str, tmp_path: Path
) -> None:
    page = page_as(street.user("ma"))
    page.goto(address)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word 文档").click()
    assert waiting.value.suggested_filename == f"{street.scheme.title_zh}.docx"
    target = tmp_path / "scheme.docx"
    waiting.value.save_as(target)
    assert Document(str(target)).paragraphs[0].text == street.scheme.title_zh
