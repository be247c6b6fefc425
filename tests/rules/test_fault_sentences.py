"""Every fault of the core is a code with parameters, and has one sentence in each language."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from assessment.packs import SCHEMES
from assessment.rules import CaseError, Message, PackError, PeriodKey, entry_faults, load_scheme, read_case
from assessment.rules.command_line import run
from assessment.rules.faults import message
from assessment.rules.loader import _CODES, _message
from assessment.rules.sentences import FAULTS_EN, FAULTS_ZH
from assessment.rules.vocabulary.pack import PackModel

RULES = Path(__file__).parents[2] / "assessment" / "rules"
BROKEN = sorted((Path(__file__).parent / "broken_packs").glob("*.yaml"))
# Where the code stands among the arguments of what makes a fault, and which parameters it adds itself.
MAKERS = {"message": 0, "wrong": 0, "fault": 1, "refuse": 2, "known": 2}
ADDED = {"known": {"name", "known"}}
# What the core says without a fault: the word for an empty list.
WORDS = {"nothing"}
HAN = re.compile(r"[\u4e00-\u9fff]")


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@cache
def modules() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_text("utf-8")) for path in sorted(RULES.rglob("*.py")))


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the core that makes a fault, with the name of what makes it."""
    for module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                if name in MAKERS and len(node.args) > MAKERS[name]:
                    yield name, node


@cache
def tables() -> dict[str, set[str]]:
    """The tables of codes in the core (``_…_CODES``), whose codes are raised by what they are looked up for."""
    found: dict[str, set[str]] = {}
    for node in (node for module in modules() for node in module.body):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id.endswith("_CODES"):
            assert isinstance(node, ast.Assign | ast.AnnAssign)
            assert node.value is not None
            found[target.id] = set(ast.literal_eval(node.value).values())
    return found


def codes_of(argument: ast.expr) -> set[str] | None:
    """The codes an argument may be; None where a code is handed on or looked up in a table."""
    if isinstance(argument, ast.Constant):
        return {str(argument.value)}
    if isinstance(argument, ast.IfExp):
        return (codes_of(argument.body) or set()) | (codes_of(argument.orelse) or set())
    handed_on = isinstance(argument, ast.Name) and argument.id == "code"
    looked_up = (
        isinstance(argument, ast.Subscript)
        and isinstance(argument.value, ast.Name)
        and argument.value.id in tables()
    )
    assert handed_on or looked_up, ast.unparse(argument)
    return None


def raised() -> dict[str, list[set[str]]]:
    """Every code that is raised, with the parameters given where it is."""
    found: dict[str, list[set[str]]] = {}
    for name, call in calls():
        given = {str(keyword.arg) for keyword in call.keywords} | ADDED.get(name, set())
        for code in codes_of(call.args[MAKERS[name]]) or ():
            found.setdefault(code, []).append(given)
    return found


def test_both_languages_have_the_same_codes_with_the_same_parameters() -> None:
    assert list(FAULTS_EN) == list(FAULTS_ZH)
    for code, sentence in FAULTS_EN.items():
        assert fields(sentence) == fields(FAULTS_ZH[code]), code


def test_every_sentence_is_in_its_language() -> None:
    listings = {"choice", "last_choices"}  # names alone
    assert [code for code, sentence in FAULTS_EN.items() if HAN.search(sentence)] == []
    assert {code for code, sentence in FAULTS_ZH.items() if not HAN.search(sentence)} == listings


def test_every_code_that_is_raised_has_a_sentence_and_every_sentence_is_raised() -> None:
    looked_up = set().union(*tables().values())
    kept = {"value_refused"}  # for what pydantic finds and nobody foresaw
    assert set(raised()) | looked_up | kept | WORDS == set(FAULTS_EN)
    assert sorted(tables()) == ["_CODES", "_EARLIER_CODES", "_THING_CODES"]


def test_what_is_raised_gives_the_parameters_of_its_sentence() -> None:
    for code, places in raised().items():
        for given in places:
            assert given == fields(FAULTS_EN[code]), code


def test_what_pydantic_finds_in_a_pack_has_a_sentence_of_its_own() -> None:
    """Every bound and type of the vocabulary whose fault pydantic names by itself."""
    finds = {
        "str": {"string_type"},
        "bool": {"bool_type"},
        "dict": {"dict_type"},
        "model": {"model_type"},
        "tuple": {"tuple_type"},
        "min_length": {"string_too_short", "too_short"},
        "max_length": {"string_too_long"},
        "pattern": {"string_pattern_mismatch"},
    }
    used = set(_schema_words(PackModel.__pydantic_core_schema__))
    assert set(finds) <= used
    assert set().union(*finds.values()) <= set(_CODES)
    assert not used & {"lt", "multiple_of", "max_digits", "float", "datetime", "union", "list", "set"}
    assert not set(_CODES) & set(FAULTS_EN)
    assert str(_message({"type": "int_parsing", "ctx": {}})) == "another value is expected here"


def _schema_words(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node["type"]
            yield from (key for key, value in node.items() if value is not None)
        for value in node.values():
            yield from _schema_words(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _schema_words(value)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_every_fault_of_a_broken_pack_is_told_in_both_languages(path: Path) -> None:
    with pytest.raises(PackError) as refused:
        load_scheme(path.read_text("utf-8"), file=path.name)
    for fault in refused.value.faults:
        assert HAN.search(fault.message.text("zh-hans")), fault
        assert not HAN.search(fault.message.text("en")), fault
        assert fault.text("zh-hans").startswith(f"{path.name}:{fault.line}:{fault.column}: {fault.path}: ")


def test_lists_and_names_stand_in_the_sentence_as_the_language_writes_them() -> None:
    unknown = message("item_unknown", name="x", known=("a", "b"))
    assert unknown.text("zh-hans") == "没有名为 `x` 的指标；现有：a、b"
    assert unknown.text("en") == "there is no item `x`; there is: a, b"
    none = message("item_unknown", name="x", known=())
    assert none.text("zh-hans") == "没有名为 `x` 的指标；现有：无"
    assert none.text("en") == "there is no item `x`; there is: none"


def test_the_choices_of_a_key_are_listed() -> None:
    three = _message({"type": "literal_error", "ctx": {"expected": "'day', 'week' or 'year'"}})
    assert three.text("zh-hans") == "须为下列之一：day、week、year"
    assert three.text("en") == "expected one of: 'day', 'week' or 'year'"
    one = _message({"type": "literal_error", "ctx": {"expected": "'day'"}})
    assert (one.text("zh"), one.text("en")) == ("须为下列之一：day", "expected one of: 'day'")
    kinds = _message({"type": "union_tag_invalid", "ctx": {"expected_tags": "'total', 'index'"}})
    assert (kinds.text("zh"), kinds.text("en")) == (
        "须为下列之一：total、index",
        "expected one of: 'total', 'index'",
    )


def test_faults_of_entries_and_cases_are_told_in_both_languages() -> None:
    entry = {"clause": "1.1", "date": "2026-05-01", "count": "-1", "points": "1"}
    faults = entry_faults(SCHEMES["shufu-50"], PeriodKey.parse("2026-04"), entry)
    assert {fault.path: fault.message.code for fault in faults}["date"] == "outside_period"
    assert {fault.path: fault.message.text("zh") for fault in faults}["date"] == (
        "2026-05-01 不在考核期 2026-04 内"
    )
    with pytest.raises(CaseError) as refused:
        read_case({"scheme": "shufu-50", "period": "2026-Q1"}, SCHEMES)
    (fault,) = refused.value.faults
    assert fault.message == Message("cadence_unknown", {"cadence": "quarter", "known": ("month", "year")})
    assert fault.message.text("zh") == "该方案没有 quarter 这一周期：month、year"
    assert str(fault) == "period: the scheme has no quarter: month, year"


@pytest.mark.parametrize(
    ("options", "words"), [([], "has no quarter"), (["--language", "zh"], "没有 quarter")]
)
def test_the_command_line_tells_faults_in_the_language_asked_for(
    tmp_path: Path, options: list[str], words: str
) -> None:
    case, pack = tmp_path / "case.json", tmp_path / "pack.yaml"
    case.write_text('{"case": "x", "scheme": "shufu-50", "period": "2026-Q1"}', encoding="utf-8")
    pack.write_text("- 1\n", encoding="utf-8")
    out, err = StringIO(), StringIO()
    assert run(["score", *options, str(case)], SCHEMES, out, err) == 2
    assert words in err.getvalue()
    assert words in json.loads(out.getvalue())["errors"][0]["message"]
    told = FAULTS_ZH if options else FAULTS_EN
    for packs, found in (
        ([str(pack)], "scheme_expected"),
        ([str(tmp_path / "none.yaml")], "file_unreadable"),
    ):
        err = StringIO()
        assert run(["check_pack", *packs, *options], SCHEMES, out, err) == 2
        assert told[found].partition("{")[0] in err.getvalue()
    assert run(["score", str(case), "--language"], SCHEMES, out, err) is None
    assert run(["score", str(case), "--language", "fr"], SCHEMES, out, err) is None
