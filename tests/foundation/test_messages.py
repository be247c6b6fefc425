"""The Chinese catalogue: found in the sources, merged without loss, never wrong unnoticed."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.translation import gettext, override
from pytest_django import Settings

from foundation.messages import catalogue
from foundation.messages.extract import (
    CatalogueText,
    ExtractionError,
    extract_project,
    from_python,
    from_template,
)

PYTHON = """
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy, npgettext, pgettext as p

TITLE = gettext_lazy("Long " "title")
def f(name):
    other("not a text")
    return f"{_('inside')}", p("month", "May"), translation.gettext("by module"), npgettext("c", "one", "many", 2)
"""
TEMPLATE = """
{% load i18n %}{% translate "Plain" %} {% trans 'Old "way"' %} {% translate "May" context "month" %} {% translate "5%" as x %}
{% blocktranslate trimmed with n=person.name %}
  Dear {{ n }},
  welcome
{% endblocktranslate %}
{{ _("constant") }} {% include "x.html" with title=_("in a tag") %} {{ value|default:_("filter") }} {# _("comment") #}
<p title="gettext('no')">it's {% comment %}{% translate "hidden" %}{% endcomment %}</p>
"""


@pytest.fixture
def project(tmp_path: Path, settings: Settings) -> Path:
    """A small project of its own."""
    for room in ("assessment", "config", "foundation", "organization", "templates"):
        (tmp_path / room).mkdir()
    (tmp_path / "foundation" / "a.py").write_text(PYTHON)
    (tmp_path / "templates" / "a.html").write_text(TEMPLATE)
    settings.BASE_DIR = tmp_path
    return tmp_path


def fill(project: Path, translations: dict[str, str]) -> None:
    (project / "t.json").write_text(json.dumps(translations))
    call_command("messages", "fill", str(project / "t.json"))


def test_python_texts_are_found_by_what_is_imported() -> None:
    assert {(t.context, t.id, t.plural) for t in from_python(PYTHON, "a.py")} == {
        ("", "Long title", ""),
        ("", "inside", ""),
        ("month", "May", ""),
        ("", "by module", ""),
        ("c", "one", "many"),
    }


def test_template_texts_are_found_in_tags_blocks_and_constants() -> None:
    assert {(t.context, t.id) for t in from_template(TEMPLATE, "a.html")} == {
        ("", "Plain"),
        ("", 'Old "way"'),
        ("month", "May"),
        ("", "5%%"),
        ("", "Dear %(n)s, welcome"),
        ("", "constant"),
        ("", "in a tag"),
        ("", "filter"),
    }


@pytest.mark.parametrize("argument", ['f"a {x}"', "name", '"a" + b', ""])
def test_a_text_that_could_never_be_found_again_is_an_error(argument: str) -> None:
    source = f"from django.utils.translation import gettext as _\n_({argument})\n"
    with pytest.raises(ExtractionError, match="a.py:2"):
        list(from_python(source, "a.py"))


def test_filling_merges_writes_and_compiles(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(project, {"Plain": "朴素", "month\x04May": "五月", "Dear %(n)s, welcome": "%(n)s，欢迎"})
    written = catalogue.po_path(project).read_text()
    assert 'msgid "Plain"\nmsgstr "朴素"' in written
    assert 'msgctxt "month"\nmsgid "May"\nmsgstr "五月"' in written
    assert catalogue.po_path(project).with_suffix(".mo").exists()
    assert "without Chinese" in capsys.readouterr().out
    fill(project, {"inside": "里面"})
    assert 'msgid "Plain"\nmsgstr "朴素"' in catalogue.po_path(project).read_text()


def test_the_file_changes_only_when_a_text_does(project: Path) -> None:
    call_command("messages", "extract")
    before = catalogue.po_path(project).stat()
    content = catalogue.po_path(project).read_bytes()
    call_command("messages", "extract")
    assert catalogue.po_path(project).stat().st_mtime_ns == before.st_mtime_ns
    assert catalogue.render(catalogue.read(project)) == content


def test_a_translation_survives_the_absence_of_its_text(project: Path) -> None:
    fill(project, {"Plain": "朴素"})
    (project / "templates" / "a.html").write_text("")
    call_command("messages", "extract")
    assert any("obsolete" in line for line in catalogue.problems(project))
    (project / "templates" / "a.html").write_text('{% translate "Plain" %}')
    call_command("messages", "extract")
    assert 'msgid "Plain"\nmsgstr "朴素"' in catalogue.po_path(project).read_text()
    (project / "templates" / "a.html").write_text("")
    call_command("messages", "extract", "--drop-obsolete")
    assert "Plain" not in catalogue.po_path(project).read_text()


def complete(project: Path) -> None:
    fill(
        project, {catalogue._join(t.context, t.id): "译" + _placeholders(t) for t in extract_project(project)}
    )


def _placeholders(text: CatalogueText) -> str:
    return "".join(sorted(catalogue.placeholders([text.id, text.plural])))


def test_a_complete_catalogue_passes(project: Path) -> None:
    complete(project)
    call_command("messages", "missing")
    call_command("messages", "check")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("译%(n)s", "译"), "placeholders differ"),
        (("译%(n)s", "译%(m)s"), "placeholders differ"),
        (('msgid "Plain"\nmsgstr "译"', 'msgid "Plain"\nmsgstr ""'), "not translated"),
        (('msgid "Plain"\n', 'msgid "Plan"\n'), "not in the catalogue: 'Plain'"),
        (('msgid "Plain"\n', 'msgid "Plan"\n'), "no longer in the sources: 'Plan'"),
        (("#: templates/a.html\nmsgid", "#: templates/a.html\n#, fuzzy\nmsgid"), "fuzzy"),
    ],
)
def test_every_defect_of_the_catalogue_is_reported(
    project: Path, change: tuple[str, str], problem: str
) -> None:
    complete(project)
    path = catalogue.po_path(project)
    text = path.read_text()
    assert change[0] in text
    path.write_text(text.replace(*change, 1))
    assert any(problem in line for line in catalogue.problems(project)), catalogue.problems(project)
    with pytest.raises(CommandError):
        call_command("messages", "check")


@pytest.mark.usefixtures("project")
def test_missing_lists_the_texts(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="12 texts"):
        call_command("messages", "missing")
    assert '"Dear %(n)s, welcome"' in capsys.readouterr().out


def test_a_file_that_is_no_dictionary_of_texts_is_refused(project: Path) -> None:
    (project / "t.json").write_text('{"a": 1}')
    with pytest.raises(CommandError, match="t.json"):
        call_command("messages", "fill", str(project / "t.json"))


def test_english_is_english_and_never_falls_back_to_the_chinese_catalogue() -> None:
    assert settings.LANGUAGE_CODE == "zh-hans"
    with override("zh-hans"):
        assert gettext("Simplified Chinese") == "简体中文"
    with override("en"):
        assert gettext("Simplified Chinese") == "Simplified Chinese"
