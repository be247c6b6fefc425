"""What changed from one scheme to another is told in words, and nothing is left out."""

import random
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from pydantic import ValidationError

from assessment.packs import FOLDER
from assessment.rules import Scheme, load_scheme
from assessment.rules.diff import changes
from assessment.rules.loader import content_hash
from assessment.rules.references import dangling
from assessment.rules.vocabulary.pack import PackModel
from assessment.rules.yaml_source import parse

PACKS = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def pack(name: str, *edits: tuple[str, str]) -> Scheme:
    text = (FOLDER / f"{name}.yaml").read_text("utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return load_scheme(text, file=name)


def told(name: str, *edits: tuple[str, str], language: str = "zh-hans") -> list[str]:
    return [change.get(language) for change in changes(pack(name), pack(name, *edits))]


@pytest.mark.parametrize("name", PACKS)
def test_a_scheme_differs_from_itself_in_nothing(name: Any) -> None:
    assert changes(pack(name), pack(name)) == []


def test_a_clause_worth_more_is_told_with_its_number_and_both_figures() -> None:
    data = _data("shufu-50")
    (clause,) = [each for each in data["parts"]["month"]["clauses"] if each["id"] == "6.1a"]
    clause["points"] = Decimal(-1)
    (change,) = changes(pack("shufu-50"), _scheme(data))
    assert change.sentence.zh.startswith("6.1a「")
    assert change.sentence.zh.endswith("」：−0.5 / 次 → −1 / 次")
    assert change.sentence.en.startswith("6.1a “")
    assert change.sentence.en.endswith("”: −0.5 / time → −1 / time")


def test_a_clause_without_a_number_in_the_document_is_told_by_its_title_alone() -> None:
    (said,) = told("meiling-quarterly", ("source: 方案一 二之 2", "source: 方案一"))
    assert said == "「奖惩附加分」：依据 方案一 二之 2 → 方案一"


@pytest.mark.parametrize(
    ("edit", "zh", "en"),
    [
        (
            ("at_least: 90", "at_least: 85"),
            "分数线「优秀」：下限 90 → 85",
            "Band “Excellent”: at least 90 → 85",
        ),
        (
            ("percent: 25, of", "percent: 20, of"),
            "名额限制「优秀」：比例 25% → 20%",
            "Cap “Excellent”: percentage 25% → 20%",
        ),
        (
            ("more_than: 40", "more_than: 30"),
            "病事假累计 超过 40 个工作日 → 病事假累计 超过 30 个工作日",
            "more than 30",
        ),
        (("excellent: 2100", "excellent: 2000"), "「优秀」：2100 元 → 2000 元", "2100 yuan → 2000 yuan"),
        (
            ("default: 20", "default: 15"),
            "可调参数「年度优秀等次比例（%）」：默认值 20 → 15",
            "default 20 → 15",
        ),
        (("day: 5, after_period", "day: 8, after_period"), "次月 5 日前 → 考核期结束后次月 8 日前", "day 5"),
        (("maximum: 40\n", "maximum: 45\n"), "指标「重点项目」：满分 40 → 45", "maximum 40 → 45"),
        (("highest: 10}", "highest: 12}"), "指标「奖惩附加分」：最高分 10 → 12", "highest 10 → 12"),
        (("weight: 0.6", "weight: 0.7"), "得分构成「工作得分合计」：权重 0.6 → 0.7", "weight 0.6 → 0.7"),
        (
            ("effect: {kind: unqualified}", "effect: {kind: ceiling, grade: good}"),
            "后果 定为「不称职」 → 等次不高于「良好」",
            "the grade is “Unqualified” → the grade is at most “Good”",
        ),
        (("zh: 考勤,", "zh: 出勤,"), "名称「考勤」 → 「出勤」", "the Chinese text of title is now “出勤”"),
        (
            ("en: Attendance}", "en: Presence}"),
            "名称的英文文字修改为“Presence”",
            "title “Attendance” → “Presence”",
        ),
    ],
)
def test_figures_bounds_effects_and_titles_are_told_old_and_new(
    edit: tuple[Any, ...], zh: str, en: str
) -> None:
    (said,), (translated,) = told("meiling-quarterly", edit), told("meiling-quarterly", edit, language="en")
    assert zh in said
    assert en in translated


def test_the_window_for_appeals_is_told_when_it_is_set() -> None:
    edit = (
        "    consequences:\n      - {id: excellent",
        "    appeal: {within: {days: 10}, answer: {working_days: 5}}\n    consequences:\n      - {id: excellent",
    )
    assert told("meiling-quarterly", edit) == [
        "申诉：提出申诉的期限 30 日 → 10 日",
        "申诉：书面答复期限 30 日 → 5 个工作日",
    ]


def test_what_is_added_and_removed_is_named_with_what_it_says() -> None:
    gate = (
        "      - id: bonus.leave\n",
        "      - {id: late, title: {zh: 迟到过多, en: Often late}, when: {fact: late, at_least: 20}, effect: {kind: unqualified}}\n"
        "      - id: bonus.leave\n",
    )
    (said,) = told("meiling-quarterly", gate)
    assert said.startswith("增加否决与限制条件「迟到过多」：")
    assert "迟到 20 次及以上" in said
    assert "定为「不称职」" in said
    back = changes(pack("meiling-quarterly", gate), pack("meiling-quarterly"))
    assert [each.kind for each in back] == ["removed"]
    assert back[0].sentence.zh.startswith("取消否决与限制条件「迟到过多」")


def test_changes_stand_under_the_title_of_their_part_and_are_stored_in_both_languages() -> None:
    (change,) = changes(
        pack("meiling-quarterly"), pack("meiling-quarterly", ("at_least: 90", "at_least: 85"))
    )
    stored = change.as_json()
    assert stored["group"] == {"zh": "季度考核", "en": "Quarterly assessment"}
    assert stored["path"] == "parts.quarter.bands[0].at_least"
    assert stored["kind"] == "changed"
    assert stored["zh"] == change.get("zh-hans")
    assert stored["en"] == change.get("en")


def test_another_order_is_told() -> None:
    data = _data("meiling-quarterly")
    rules = data["parts"]["year"]["rules"]
    rules[0], rules[1] = rules[1], rules[0]
    (change,) = changes(pack("meiling-quarterly"), _scheme(data))
    assert change.kind == "moved"
    assert "评定规则的先后顺序调整" in change.sentence.zh


def test_a_part_that_is_new_or_gone_is_told_by_its_title() -> None:
    data = _data("meiling-quarterly")
    del data["parts"]["year"]
    without = _scheme(data)
    assert [each.get("zh-hans") for each in changes(pack("meiling-quarterly"), without)] == ["取消年度考核"]
    assert [each.kind for each in changes(without, pack("meiling-quarterly"))] == ["added"]


def test_points_and_title_of_one_clause_are_two_changes() -> None:
    data = _data("shufu-50")
    clause = data["parts"]["month"]["clauses"][0]
    clause["points"], clause["title"] = Decimal(-9), {"zh": "另称", "en": "Other"}
    assert len(changes(pack("shufu-50"), _scheme(data))) == 2


@pytest.mark.parametrize("name", PACKS)
def test_every_single_difference_is_told_in_both_languages(name: Any) -> None:
    old, data = pack(name), _data(name)
    compared = 0
    for path in _some(data, 60):
        for changed in _mutations(data, path):
            new = _valid(changed)
            if new is None or new.model == old.model:
                continue
            compared += 1
            for found in (changes(old, new), changes(new, old)):
                assert found, path
                assert all(each.get("zh-hans") and each.get("en") for each in found), path
    assert compared > 20


@pytest.mark.parametrize("name", PACKS)
def test_of_many_differences_none_is_left_out(name: Any) -> None:
    old, data = pack(name), _data(name)
    for one, other in pairwise(_some(data, 60)):
        changed = next(iter(_mutations(data, one)), None)
        both = next(iter(_mutations(changed, other)), None) if changed is not None else None
        new = _valid(both) if both is not None else None
        if new is None or one == other:
            continue
        places = [each.path for each in changes(old, new)]
        for path in (one, other):
            assert any(_written(path).startswith(place) for place in places), (path, places)


Path = tuple[Any, ...]


def _data(name: str) -> Any:
    return deepcopy(parse((FOLDER / f"{name}.yaml").read_text("utf-8"), name).data)


def _scheme(data: Any) -> Scheme:
    return Scheme(PackModel.model_validate(data), hash=content_hash(data))


def _valid(data: Any) -> Scheme | None:
    try:
        model = PackModel.model_validate(data)
    except ValidationError:
        return None
    return None if list(dangling(model)) else Scheme(model, hash=content_hash(data))


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _leaves(inner, (*path, position))
    else:
        yield path, value


def _some(data: Any, count: int) -> list[Path]:
    """Leaves of the pack, drawn the same way in every run."""
    paths = [path for path, _value in _leaves(data)]
    return random.Random(7).sample(paths, min(count, len(paths)))


def _mutations(data: Any, path: Path) -> Iterator[Any]:
    """The pack with one leaf otherwise: another figure, word or day, or without it."""
    *way, last = path
    here = data
    for step in way:
        here = here[step]
    for value in _others(here[last]):
        changed = deepcopy(data)
        place = changed
        for step in way:
            place = place[step]
        place[last] = value
        yield changed


def _others(value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, Decimal | int):
        yield value + 1
    elif value[:2] == "20" and value[4:5] == "-":
        yield "2009-01-01"
    else:
        yield f"{value}x"
        yield from (
            "category",
            "unit",
            "touches",
            "covers",
            "days",
            "working_days",
            "final",
            "amount",
            "verified",
        )


def _written(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else (f".{step}" if text else step)
    return text
