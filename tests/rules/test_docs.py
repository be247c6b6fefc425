"""``docs/packs.md`` keeps its word: its schemes run, its snippets hold, and nothing of the vocabulary is left out."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from assessment.rules import PackError, load_scheme, read_case, score
from assessment.rules.vocabulary.base import Strict
from assessment.rules.vocabulary.pack import PackModel, PartModel
from assessment.rules.yaml_source import parse

DOCUMENT = (Path(__file__).parent.parent.parent / "docs" / "packs.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)([^\n]*)\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
COMPLETE = {words.split()[1]: text for _, words, text in BLOCKS if words.split()[:1] == ["complete"]}
CODE = "\n".join([text for kind, _, text in BLOCKS if kind == "yaml"] + re.findall(r"`([^`\n]+)`", DOCUMENT))
SNIPPETS = [text for kind, words, text in BLOCKS if kind == "yaml" and not words.strip()]


def block(kind: str, name: str) -> Any:
    return json.loads(next(text for _, words, text in BLOCKS if words.split() == [kind, name]))


def test_the_document_has_complete_schemes() -> None:
    assert set(COMPLETE) == {"hygiene", "office", "sections"}


@pytest.mark.parametrize("name", COMPLETE)
def test_a_complete_scheme_of_the_document_scores_its_case_as_printed(name: str) -> None:
    scheme = load_scheme(COMPLETE[name], file="docs/packs.md")
    assert scheme.id == name
    case = read_case(block("case", name), {name: scheme})
    assert {o.id: o.as_dict() for o in score(scheme, case)} == block("expected", name)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda text: text.split(":")[0] + str(len(text)))
def test_a_snippet_is_written_in_the_vocabulary(snippet: str) -> None:
    source = parse(snippet, "docs/packs.md")
    assert source.faults == []
    for key, value in source.data.items():
        assert any(_accepts(model, key, value) for model in (PackModel, PartModel)), key


def _accepts(model: type[Strict], key: str, value: Any) -> bool:
    """Whether the value is well formed at this key of the model."""
    field = model.model_fields.get(key)
    if field is None:
        return False
    kind: Any = field.annotation
    for more in field.metadata:
        kind = Annotated[kind, more]
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


def _models(kind: Any, seen: set[type[Strict]]) -> None:
    if isinstance(kind, type) and issubclass(kind, Strict) and kind not in seen:
        seen.add(kind)
        for field in kind.model_fields.values():
            _models(field.annotation, seen)
            for more in field.metadata:
                _models(more, seen)
    for inner in get_args(kind):
        _models(inner, seen)


def _vocabulary() -> Iterator[str]:
    """Every key of every model, and every word a key may take."""
    seen: set[type[Strict]] = set()
    _models(PackModel, seen)
    assert len(seen) > 40
    for model in seen:
        for name, field in model.model_fields.items():
            yield field.alias or name
            yield from _words(field.annotation)


def _words(kind: Any) -> Iterator[str]:
    for inner in get_args(kind):
        if isinstance(inner, str):
            yield inner
        else:
            yield from _words(inner)


@pytest.mark.parametrize("word", sorted(set(_vocabulary())))
def test_the_document_names_every_key_and_kind(word: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", CODE), word


def test_the_faults_shown_are_those_that_are_told() -> None:
    shown = re.findall(r"^hygiene\.yaml:\d.*$", DOCUMENT, re.MULTILINE)
    wrong = COMPLETE["hygiene"].replace("points: -2", 'points: "-2"').replace("kind: total", "kind: totals")
    with pytest.raises(PackError) as refused:
        load_scheme(wrong, file="hygiene.yaml")
    dangling = COMPLETE["hygiene"].replace("{item: deductions}", "{item: deduction}")
    with pytest.raises(PackError) as refused_later:
        load_scheme(dangling, file="hygiene.yaml")
    assert [str(fault) for fault in refused.value.faults + refused_later.value.faults] == shown


def test_links_of_the_document_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", DOCUMENT, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", DOCUMENT)) <= headings
