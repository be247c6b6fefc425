"""Nothing is fetched from elsewhere, and no page carries a script or style of its own (the CSP forbids it)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
STYLES = sorted((ROOT / "static").rglob("*.css"))
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
COMMENTS = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_is_something_to_look_at() -> None:
    assert TEMPLATES
    assert STYLES


@pytest.mark.parametrize("path", [*TEMPLATES, *SCRIPTS, *STYLES], ids=name)
def test_no_address_of_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = {
        address.rstrip("\"')")
        for address in re.findall(r"""(?:https?:|wss?:)?//[a-z0-9-]+\.[^\s"'<>)]+""", text)
    }
    assert found - NAMESPACES == set()
    assert "@import" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_inline_script_style_or_handler(path: Path) -> None:
    text = TAGS.sub("", COMMENTS.sub("", path.read_text(encoding="utf-8")))
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<[a-z][^>]*\sstyle=", text)
    assert not re.search(r"<[a-z][^>]*\son[a-z]+=", text)
    assert "javascript:" not in text
    assert "hx-on" not in text


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_neither_compute_code_nor_write_styles(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\beval\(|new Function\(|document\.write|setAttribute\(.style", text)
