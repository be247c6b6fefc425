"""Find the translatable texts in Python files and templates."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

ROOMS = ("assessment", "config", "demo", "evaluation", "foundation", "organization", "worklog")
TEMPLATE_SUFFIXES = {".html", ".txt"}

# Function -> names of its leading arguments that carry text.
KEYWORDS: dict[str, tuple[str, ...]] = {
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "gettext_noop": ("id",),
    "ngettext": ("id", "plural"),
    "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
    "npgettext_lazy": ("context", "id", "plural"),
}
_LITERAL = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_TEMPLATE_CALL = re.compile(
    rf"(?<!\w)(n?p?gettext|_)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)\s*(?:,\s*count\s*)?\)"
)


class ExtractionError(Exception):
    """A file whose texts cannot be read; says which file, which line and why."""


@dataclass(frozen=True, order=True)
class CatalogueText:
    """One translatable text and the file it comes from (relative to the project)."""

    id: str
    context: str = ""
    plural: str = ""
    path: str = ""


def extract_project(root: Path) -> list[CatalogueText]:
    """All texts of the project at ``root``, sorted; one per use. Raises ExtractionError."""
    texts: set[CatalogueText] = set()
    for path in source_files(root):
        name = path.relative_to(root).as_posix()
        content = path.read_text(encoding="utf-8")
        found = from_python(content, name) if path.suffix == ".py" else from_template(content, name)
        texts.update(found)
    return sorted(texts)


def source_files(root: Path) -> Iterator[Path]:
    """The Python files and templates whose texts users see."""
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            relative = path.relative_to(root)
            if "migrations" in relative.parts or "__pycache__" in relative.parts:
                continue
            if path.suffix == ".py" or ("templates" in relative.parts and path.suffix in TEMPLATE_SUFFIXES):
                yield path
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in TEMPLATE_SUFFIXES:
            yield path


def from_python(source: str, path: str) -> Iterator[CatalogueText]:
    """The texts given to functions imported from ``django.utils.translation``.

    A text that is not a plain literal would never be found at run time either: ExtractionError.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise ExtractionError(f"{path}:{error.lineno}: {error.msg}") from error
    aliases = _aliases(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (keyword := _keyword(node.func, aliases)):
            yield _text(node, KEYWORDS[keyword], path)


def from_template(source: str, path: str) -> Iterator[CatalogueText]:
    """The texts of ``{% translate %}``, ``{% blocktranslate %}`` and ``_("…")`` in a template."""
    try:
        code = templatize(source, origin=path)
    except SyntaxError as error:
        raise ExtractionError(f"{path}: {error.msg}") from error
    # Everything else in ``code`` is blanked out, so a pattern is safe here (and tokenizing it as Python is not).
    for function, arguments in _TEMPLATE_CALL.findall(code):
        values = ast.literal_eval(f"({arguments},)")
        names = KEYWORDS["gettext" if function == "_" else function]
        yield CatalogueText(path=path, **dict(zip(names, values, strict=True)))


def _aliases(tree: ast.Module) -> dict[str, str]:
    """Local name -> gettext function; modules are mapped to themselves with a trailing dot."""
    aliases: dict[str, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        if node.module == "django.utils.translation":
            aliases.update({a.asname or a.name: a.name for a in node.names if a.name in KEYWORDS})
        elif node.module == "django.utils":
            aliases.update({(a.asname or a.name) + ".": "" for a in node.names if a.name == "translation"})
    return aliases


def _keyword(function: ast.expr, aliases: dict[str, str]) -> str:
    if isinstance(function, ast.Name):
        return aliases.get(function.id, "")
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        is_module = function.value.id + "." in aliases
        return function.attr if is_module and function.attr in KEYWORDS else ""
    return ""


def _text(node: ast.Call, names: tuple[str, ...], path: str) -> CatalogueText:
    values = [
        a.value for a in node.args[: len(names)] if isinstance(a, ast.Constant) and isinstance(a.value, str)
    ]
    if len(values) != len(names):
        raise ExtractionError(f"{path}:{node.lineno}: a translatable text must be a plain string literal")
    return CatalogueText(path=path, **dict(zip(names, values, strict=True)))
