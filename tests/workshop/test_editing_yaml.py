"""A pack's text is edited at one place; every other sign of it stays."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.rules.yaml_source import parse
from assessment.workshop.round_trip import Append, Delete, EditRefused, Set, as_read, edit, same
from assessment.workshop.yaml_emitter import emit
from tests.cast import PACKS

TRICKY = """\
# the head stays
id: tricky   # a name
title: {zh: 试, en: "A 'trial'"}
valid: {from: 2026-01-01}
empty:
settings: []
flags: {}
readings:
  # about R1
  R1:
    zh: '它的‘引号’'
    en: plain, with a comma
  R2: {zh: >-, en: x}
quotas:
- grade: good   # dash at the margin
  percent: 0.50

- {grade: best, percent: 20}
# after the quotas
parts:
  month:
    bands:
      - {grade: a, at_least: 90, flags: [x, y]}
      -
        grade: b
    note: |
      two
      lines
    last: true"""
TRICKY = TRICKY.replace("R2: {zh: >-, en: x}", 'R2: {zh: "折\\n行", en: x}')

TEXTS = {"tricky": TRICKY, "street": (PACKS / "meiling-quarterly.yaml").read_text("utf-8")}
VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "1.1",
            "true",
            "null",
            "~",
            "a: b",
            "- x",
            "#c",
            "[",
            "、",
            "‘",
            "2026-01-01",
            " x",
            "x ",
            "\u2028",
            "\x00",
        ]
    ),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.decimals(-1000, 1000, places=2),
    st.dates(),
    st.lists(st.text(max_size=4), max_size=3),
    st.dictionaries(st.text(min_size=1, max_size=4), st.integers(), max_size=3),
)


def leaves(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value that is no collection."""
    if isinstance(data, dict):
        return [leaf for key, each in data.items() for leaf in leaves(each, (*path, key))]
    if isinstance(data, list):
        return [leaf for number, each in enumerate(data) for leaf in leaves(each, (*path, number))]
    return [path]


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything but the whole."""
    found = [path] if path else []
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return found + [place for step, each in steps for place in places(each, (*path, step))]


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


LEAVES = [(name, path) for name, text in TEXTS.items() for path in leaves(parse(text, "").data)]
PLACES = [(name, path) for name, text in TEXTS.items() for path in places(parse(text, "").data)]
COLLECTIONS = sorted({(name, path[:-1]) for name, path in PLACES if path[:-1]}, key=repr)


def of_either(places_of_texts: list[tuple[Any, ...]]) -> st.SearchStrategy[Any]:
    """A place of the small text or of the long one."""
    return st.one_of(
        [st.sampled_from([place for place in places_of_texts if place[0] == name]) for name in TEXTS]
    )


@settings(max_examples=40, deadline=None)
@given(of_either(LEAVES), VALUES)
def test_a_value_that_is_set_is_read_back_exactly_and_no_other_sign_of_the_text_changes(
    leaf: Any, value: Any
) -> None:
    text, path = TEXTS[leaf[0]], leaf[1]
    edited = edit(text, [Set(path, value)])
    wanted = deepcopy(parse(text, "").data)
    at(wanted, path[:-1])[path[-1]] = as_read(value)
    assert same(parse(edited, "").data, wanted)
    source = parse(text, "")
    line = source.keys.get(path, source.place(path))[0] - 1
    before, after = text.split("\n"), edited.split("\n")
    assert after[:line] == before[:line]
    tail = len(before) - line - 1 - (2 if path[-1] == "note" else 0)
    assert after[len(after) - tail :] == before[len(before) - tail :]


@settings(max_examples=40, deadline=None)
@given(of_either(PLACES))
def test_what_is_taken_out_is_gone_and_the_rest_says_the_same_with_its_comments(place: Any) -> None:
    text, path = TEXTS[place[0]], place[1]
    wanted = deepcopy(parse(text, "").data)
    del at(wanted, path[:-1])[path[-1]]
    try:
        edited = edit(text, [Delete(path)])
    except EditRefused:
        assert place[0] == "tricky"
        return
    assert same(parse(edited, "").data, wanted)
    assert edited.startswith(text.split("\n", 1)[0])


@settings(max_examples=40, deadline=None)
@given(of_either(COLLECTIONS))
def test_lists_and_mappings_take_one_more_wherever_they_stand(place: Any) -> None:
    text, path = TEXTS[place[0]], place[1]
    if isinstance(at(parse(text, "").data, path), list):
        edited = edit(text, [Append(path, {"id": "1.1", "points": Decimal("-0.50")})])
        assert at(parse(edited, "").data, path)[-1] == {"id": "1.1", "points": Decimal("-0.50")}
    else:
        edited = edit(text, [Set((*path, "new-key"), ["值"])])
        assert at(parse(edited, "").data, path)["new-key"] == ["值"]
    assert edited.count("\n") - text.count("\n") in (0, 1)


def test_comments_order_and_quotes_stay() -> None:
    edited = edit(
        TRICKY,
        [
            Set(("title", "en"), "It's new"),
            Set(("readings", "R1", "zh"), "it's"),
            Set(("quotas", 0, "percent"), Decimal("0.75")),
            Set(("valid", "to"), date(2027, 12, 31)),
            Append(("quotas",), {"grade": "c"}),
            Delete(("parts", "month", "bands", 0, "flags", 0)),
        ],
    )
    assert "id: tricky   # a name" in edited
    assert 'en: "It\'s new"' in edited
    assert "zh: 'it''s'" in edited
    assert "  percent: 0.75\n" in edited
    assert "valid: {from: 2026-01-01, to: 2027-12-31}" in edited
    assert "- {grade: best, percent: 20}\n- {grade: c}\n# after the quotas" in edited
    assert "flags: [y]" in edited


def test_the_first_key_of_a_list_element_gives_its_place_to_the_next() -> None:
    assert "\n- percent: 0.50\n" in edit(TRICKY, [Delete(("quotas", 0, "grade"))])


def test_the_last_one_leaves_an_empty_list() -> None:
    text = "a:\n  - {x: 1}\nb: [2]\n"
    assert edit(text, [Delete(("a", 0)), Delete(("b", 0))]) == "a: []\nb: []\n"


@pytest.mark.parametrize(
    "change",
    [
        Set(("nowhere", "x"), 1),
        Set(("quotas", 9), 1),
        Set(("quotas", "x"), 1),
        Delete(("parts", "x")),
        Append(("parts",), 1),
    ],
)
def test_a_place_that_is_not_there_is_refused(change: Any) -> None:
    with pytest.raises(EditRefused):
        edit(TRICKY, [change])


@pytest.mark.parametrize("text", ["", "a: [", "a: &x 1\nb: *x\n", "- 1\n", "a: 1\na: 2\n"])
def test_a_text_that_is_no_pack_is_not_touched(text: str) -> None:
    with pytest.raises(EditRefused):
        edit(text, [Set(("a",), 1)])


def test_figures_are_written_out_exactly() -> None:
    assert emit(Decimal("1E+3")) == "1000"
    assert emit(Decimal("-0.50")) == "-0.50"
    with pytest.raises(TypeError):
        emit(0.5)
