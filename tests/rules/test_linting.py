"""Every finding of the analysis: a fixture that triggers it, and what lies just on the other side and does not.

A fixture of ``linting/`` states edits of ``linting/clean.yaml``, the finding with its place and
sentences, and near misses: edits (or another unit) with which the finding does not come.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from assessment.packs import FOLDER, SCHEMES
from assessment.rules import load_scheme
from assessment.rules.lint import WORDS, Context, Finding, lint

HERE = Path(__file__).parent / "linting"
CLEAN = (HERE / "clean.yaml").read_text(encoding="utf-8")
FIXTURES: Mapping[str, Any] = {
    file.stem: YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    for file in sorted(HERE.glob("*.yaml"))
    if file.stem != "clean"
}
NEAR = [(code, number) for code, fixture in FIXTURES.items() for number in range(len(fixture["near"]))]


def edited(edits: Any) -> str:
    """The clean pack with some places changed, each of which must stand there once."""
    text = CLEAN
    for edit in edits or ():
        assert text.count(edit["old"]) == 1, edit["old"]
        text = text.replace(edit["old"], edit["new"])
    return text


def context(stated: Mapping[str, Any]) -> Context:
    provided = stated.get("provided")
    return Context(
        sizes=stated.get("sizes", {}),
        provided=None if provided is None else {key: frozenset(names) for key, names in provided.items()},
        national=stated.get("national", True),
    )


def found(text: str, known: Context = Context()) -> list[Finding]:  # noqa: B008
    return lint(load_scheme(text, file="pack.yaml"), text, context=known)


def test_the_clean_pack_has_no_findings_in_a_unit_of_usual_size() -> None:
    facts = frozenset({"late", "absent_days", "leave_days", "workdays", "issued", "done"})
    known = Context(sizes={"general": 20, "heads": 5}, provided={"quarter": facts})
    assert found(CLEAN, known) == []


def test_every_finding_has_a_fixture() -> None:
    assert set(FIXTURES) == set(WORDS)
    assert all(fixture["near"] for fixture in FIXTURES.values())


@pytest.mark.parametrize("code", FIXTURES)
def test_a_fixture_triggers_its_finding_at_its_place_in_both_languages(code: str) -> None:
    fixture = FIXTURES[code]
    findings = [each for each in found(edited(fixture.get("change")), context(fixture)) if each.code == code]
    told = [
        {"at": f"{each.line}:{each.column}", "key": each.key, "zh": each.sentence.zh, "en": each.sentence.en}
        for each in findings
    ]
    assert told == [dict(each) for each in fixture["found"]]
    assert all(each.severity == WORDS[code].severity for each in findings)
    assert not any("{" in text for each in findings for text in (each.suggestion.zh, each.suggestion.en))


@pytest.mark.parametrize(("code", "number"), NEAR)
def test_a_near_miss_does_not(code: str, number: int) -> None:
    near = FIXTURES[code]["near"][number]
    stated = {**FIXTURES[code], **near}
    findings = found(edited(near.get("change")), context(stated))
    assert code not in {each.code for each in findings}


def test_findings_come_in_the_order_of_their_lines() -> None:
    text = edited(FIXTURES["states_unused"]["change"]).replace("source: 第一条", 'source: " "')
    places = [(each.line, each.column) for each in found(text)]
    assert len(places) == 2
    assert places == sorted(places)


def test_the_key_of_a_finding_stays_when_other_places_move() -> None:
    text = edited(FIXTURES["clause_without_points"]["change"])
    clauses, more = (
        '    clauses:\n      - {id: "1.1"',
        '    clauses:\n      - {id: "1.0", ITEM}\n      - {id: "1.1"',
    )
    item = "item: merit, title: {zh: 受嘉奖, en: Cited}, kind: per_count, points: 1, unit: {zh: 次, en: time}, source: 前言"
    [before], [after] = found(text), found("# a remark\n" + text.replace(clauses, more.replace("ITEM", item)))
    assert before.key == after.key == "clause_without_points:parts.quarter.clauses[1.1]"
    assert (before.path, after.path) == ("parts.quarter.clauses[0]", "parts.quarter.clauses[1]")
    assert after.line == before.line + 2


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_a_shipped_pack_has_no_errors_and_speaks_both_languages(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    sizes = dict.fromkeys(SCHEMES[name].categories, 3)
    for known in (Context(), Context(sizes=sizes, provided={})):
        findings = lint(SCHEMES[name], text, context=known)
        assert [
            each.key for each in findings if each.severity == "error" and "provided" not in each.code
        ] == []
        assert len({each.key for each in findings}) == len(findings)
        for each in findings:
            assert any("\u4e00" <= letter <= "\u9fff" for letter in each.sentence.zh)
            quoting = each.code.startswith("written_")
            assert quoting or not any("\u4e00" <= letter <= "\u9fff" for letter in each.sentence.en)


def test_the_document_names_every_finding_with_its_severity() -> None:
    document = (FOLDER.parent.parent / "docs" / "linting.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (error|warning) \|", document, re.MULTILINE)
    assert len(rows) == len(dict(rows))
    assert dict(rows) == {code: words.severity for code, words in WORDS.items()}
