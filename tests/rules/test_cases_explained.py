"""Every result of every case explains itself: the same figures, sums that add up, sentences in both languages."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from assessment.packs import SCHEMES
from assessment.rules import CaseError, Scheme, explain, facts_of, read_case, render, score
from assessment.rules.numbers import round2

CASES = Path(__file__).parent.parent / "cases"
FILES = sorted(file for file in CASES.glob("*.json") if not file.name.endswith(".expected.json"))
VALID = [file for file in FILES if not file.name.startswith("bad-")]
ARITHMETIC = re.compile(r"(?<![\w.])([0-9(−][0-9 .+−×÷/()]*) = (−?[0-9.]+[0-9])")
Json = dict[str, Any]


def _explained(file: Path) -> Iterator[tuple[Json, Scheme, Json]]:
    case = read_case(json.loads(file.read_text(encoding="utf-8")), SCHEMES)
    results = {(outcome.kind, outcome.id): outcome for outcome in score(case.scheme, case)}
    for subject in case.subjects:
        outcome = results[subject.kind, subject.id]
        standing = json.loads(json.dumps(outcome.standing))
        facts = json.loads(json.dumps(facts_of(subject)))
        explanation = explain(case.scheme, case.period, case.settings, facts, standing)
        yield explanation, case.scheme, outcome.as_dict()


def _texts(sections: list[Json]) -> Iterator[str]:
    for section in sections:
        yield from section["sentences"]
        yield from (line["text"] for line in section["lines"])


def worked_out(written: str) -> Fraction:
    """The value of an arithmetic as a pocket calculator has it."""
    spelled = written.replace("−", "-").replace("×", "*").replace("÷", "/")
    exact = re.sub(r"[0-9]+(\.[0-9]+)?", lambda figure: f"F('{figure.group()}')", spelled)
    return Fraction(eval(exact, {"F": Fraction}))


def test_an_arithmetic_is_worked_out_exactly() -> None:
    assert worked_out("(13/3 + 11/3) ÷ 2") == 4
    assert worked_out("2.00 − 0.50 × 3") == Fraction(1, 2)


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_every_result_of_a_case_explains_itself(file: Path) -> None:
    for explanation, scheme, printed in _explained(file):
        assert explanation["outcome"] == printed
        chinese, english = (render(explanation, scheme, language) for language in ("zh-hans", "en"))
        assert [(s["kind"], s["id"]) for s in chinese] == [(s["kind"], s["id"]) for s in english]
        for text in (*_texts(chinese), *_texts(english)):
            assert "{" not in text, text
            for left, right in ARITHMETIC.findall(text):
                exact, stated = worked_out(left), Fraction(right.replace("−", "-"))
                assert stated in (exact, Fraction(round2(exact))), text
        assert all(section["sentences"] for section in chinese)
        assert not any("\u4e00" <= letter <= "\u9fff" for text in _texts(english) for letter in text)


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_the_entries_of_an_item_add_up_to_it(file: Path) -> None:
    for explanation, _, _ in _explained(file):
        for item in explanation["items"]:
            if item["kind"] != "entries" or "limited_to" in item or "clause_limits" in item:
                continue
            effects = [Fraction(row.get("exact", row["effect"])) for row in item["entries"]]
            assert round2(sum(effects, Fraction(item.get("start", "0")))) == Decimal(item["value"])


def test_a_case_that_is_refused_is_not_explained() -> None:
    for file in FILES:
        if file.name.startswith("bad-"):
            with pytest.raises(CaseError):
                read_case(json.loads(file.read_text(encoding="utf-8")), SCHEMES)
