"""What a scheme says is said in whole sentences, in both languages."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

import pytest

from assessment.packs import FOLDER
from assessment.rules import Cadence, load_scheme
from assessment.rules.description import Speaker, results
from assessment.rules.description.key_words import KEYS, VALUES
from assessment.rules.vocabulary.base import StateKind, Strict, Text, Titled
from assessment.rules.vocabulary.results import SettingName


def speaker(
    cadence: Cadence = "quarter", language: str = "zh-hans", name: str = "meiling-quarterly"
) -> Speaker:
    scheme = load_scheme((FOLDER / f"{name}.yaml").read_text("utf-8"), file=name)
    return Speaker(scheme, scheme.part(cadence), language)


def gate(says: Speaker, name: str) -> Any:
    assert says.part is not None
    return says.part.gates[name]


@pytest.mark.parametrize(
    ("name", "when", "effect"),
    [
        ("unqualified.absent", "旷工 超过 2 天", "定为「不称职」"),
        (
            "undetermined.joined",
            "本期内发生「新录用或调入」，且在岗工作日 不满 20 个工作日",
            "参加考核，定为「不确定等次」",
        ),
        ("out_of_scope.not_in_post", "整个考核期均处于「在编不在岗」", "不参加本期考核；不发奖金"),
        (
            "out_of_scope.pre_retirement",
            "本期内有「离岗待退」情形（含延续至本期的）",
            "不参加本期考核；发放 1500 元；本期内有「党纪政纪处分」情形（含延续至本期的）的不发",
        ),
        ("bonus.leave", "请假累计 超过 15 个工作日", "「优秀」等次的奖金按「良好」发放，等次不变"),
    ],
)
def test_a_gate_is_a_condition_and_what_follows(name: str, when: str, effect: str) -> None:
    says = speaker()
    assert says.any(gate(says, name).when) == when
    assert says.any(gate(says, name).effect) == effect


def test_conditions_of_a_year_look_at_earlier_periods() -> None:
    says = speaker("year")
    assert says.part is not None
    rules = {rule.id: rule for rule in says.part.rules}
    assert says.any(rules["three_excellent"].when) == "往期考核中「优秀」3 次及以上"
    assert (
        says.any(rules["undetermined"].when)
        == "有得分的往期考核 0 次，或已评等次的往期考核均为「不确定等次」"
    )
    assert results.rule_effect(says, rules["veto"]) == "由领导小组确定等次；标记：待领导小组确定等次"


def test_the_same_is_said_in_english() -> None:
    says = speaker(language="en")
    assert says.any(gate(says, "unqualified.absent").when) == "Absent without leave: more than 2 days"
    assert says.any(gate(says, "undetermined.admonished").when) == "“Admonition” begins in the period"


def test_an_item_says_how_it_comes_about() -> None:
    says = speaker()
    assert says.part is not None
    assert says.any(says.part.items["attendance"]) == (
        "基础分 10 分；迟到每 1 次 −1 分；旷工每 1 天 −5 分，最低 0 分。迟到 10 次及以上，或旷工 2 天及以上的，本项不得分。"
    )
    assert "没有「重点项目」打分事项的，满分 90 分" in says.any(says.part.items["routine"])


def test_a_cap_by_a_setting_shows_the_figure_that_the_unit_set() -> None:
    says = speaker("year")
    assert says.part is not None
    (quota,) = says.part.quotas
    assert "20%（可调参数「年度优秀等次比例（%）」）" in says.any(quota)
    own = Speaker(says.scheme, says.part, "zh-hans", {"annual_excellent_percent": Decimal(15)})
    assert "15%（" in own.any(quota)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("1", "不足一个名额的部分舍去（可调参数"),
        ("0.5", "不足一个名额的部分达到 0.5 的按一个名额计（可调参数"),
        ("0", "不足一个名额的部分按一个名额计（可调参数"),
    ],
)
def test_what_becomes_of_a_part_of_a_seat_is_said_as_the_unit_set_it(figure: str, words: str) -> None:
    says = speaker("year", name="civil-servant-annual")
    assert says.part is not None
    (quota,) = says.part.quotas
    assert isinstance(quota.round_up_from, SettingName)
    name = quota.round_up_from.setting
    assert words in Speaker(says.scheme, says.part, "zh-hans", {name: Decimal(figure)}).any(quota)


def test_a_kind_without_a_sentence_is_told_by_its_labels() -> None:
    class Novelty(Titled):
        kind: str
        highest: int
        when: Any

    says = speaker()
    when = gate(says, "unqualified.absent").when
    new = Novelty(id="n", title=Text(zh="新规", en="New"), kind="novelty", highest=3, when=when)
    assert says.any(new) == "名称：新规；最高分：3；适用情形：旷工 超过 2 天"
    assert says.details(new) == "最高分：3；适用情形：旷工 超过 2 天"


def _models(model: type[Strict] = Strict) -> Iterator[type[Strict]]:
    for each in model.__subclasses__():
        if each.__module__.startswith("assessment."):
            yield each
        yield from _models(each)


def _words(annotation: Any) -> Iterator[str]:
    """The fixed values that an annotation allows, wherever they stand in it."""
    if get_origin(annotation) is Literal:
        yield from (str(value) for value in get_args(annotation))
    for inner in get_args(annotation):
        yield from _words(inner)


def test_every_key_of_the_vocabulary_has_words_in_both_languages() -> None:
    keys = {key for model in _models() for key in model.model_fields}
    assert sorted(keys - set(KEYS)) == []
    assert all(zh and en for zh, en in KEYS.values())


def test_every_fixed_value_of_the_vocabulary_has_words_in_both_languages() -> None:
    states = set(get_args(StateKind))
    found = {
        word
        for model in _models()
        for key, field in model.model_fields.items()
        for word in _words(field.annotation)
        if key != "parts"
    }
    assert sorted(found - set(VALUES) - states) == []
