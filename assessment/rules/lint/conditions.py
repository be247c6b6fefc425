"""Findings about single conditions: those that can never hold, always hold, or say something twice."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from assessment.rules.vocabulary.base import Text
from assessment.rules.vocabulary.conditions import (
    AllCondition,
    AnyCondition,
    FactCondition,
    PastCondition,
    ShareCondition,
)
from assessment.rules.vocabulary.conditions import __name__ as CONDITIONS
from assessment.rules.yaml_source import Path

from .findings import Hits, Values, error, fill, hit, warning
from .grades import given
from .phrases import phrase
from .ranges import fact_range
from .study import PartStudy, Study

WORDS = {
    "condition_never": error(
        zh="条件（{phrase}）永远不成立{because}。",
        en="The condition ({phrase}) can never hold{because}.",
        do_zh="改正界限，或删去该条件。",
        do_en="Correct the bound, or remove the condition.",
    ),
    "condition_always": error(
        zh="条件（{phrase}）对任何人都成立。",
        en="The condition ({phrase}) holds for everybody.",
        do_zh="改正界限；确实适用于全体的，不必写成条件。",
        do_en="Correct the bound; what is meant for everybody needs no condition.",
    ),
    "condition_redundant": warning(
        zh="其中一项（{phrase}）在整个条件（{whole}）中不起作用，写与不写结果相同。",
        en="One part ({phrase}) makes no difference within the whole condition ({whole}).",
        do_zh="删去多余的条件，或改正界限。",
        do_en="Remove it, or correct the bound.",
    ),
    "past_grade_impossible": error(
        zh="条件看{earlier}是否为「{grade}」，而{earlier}不会产生该等次。",
        en="The condition looks for {grade} in “{earlier}”, which never gives this grade.",
        do_zh="改为{earlier}会产生的等次，或在{earlier}中补上该等次的规定。",
        do_en="Name a grade that “{earlier}” gives, or add what leads to it there.",
    ),
    "share_of_nothing": error(
        zh="「{whole}」没有填报时按 0 计，而「{share}」占 0 的任何比例都算达到：条件（{phrase}）会对未填报的人员成立。",
        en="“{whole}” counts 0 where it is not stated, and of 0 every share counts as reached: the condition ({phrase}) would hold for everyone without the figure.",
        do_zh="把「{whole}」设为必填（required_when）或给出不为 0 的默认值；比例用「超过」表述时改用 more_than。",
        do_en="Make “{whole}” required (`required_when`) or give it a default above 0; use `more_than` where the plan says «more than».",
    ),
}
_HIGHEST = Text(zh="：「{fact}」最高为 {highest}", en=": “{fact}” is at most {highest}")
_PERIODS = Text(zh="：期内只有 {periods} 个可比的时期", en=": there are only {periods} earlier periods")
_NOWHERE = Text(zh="：各项要求互相矛盾", en=": its parts contradict each other")
_NOTHING = ""


def found_in(each: PartStudy) -> Iterator[tuple[Path, Any]]:
    """Every condition of the part with its place, wherever it stands."""
    yield from _conditions(each.part.model, each.path)


def _conditions(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if type(value).__module__ == CONDITIONS:
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name != "departments":
                yield from _conditions(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for number, member in enumerate(value):
            yield from _conditions(member, (*path, number))


def impossible(study: Study) -> Hits:
    """Conditions, and parts of conditions, that cannot hold for anybody."""
    for each in study.parts:
        for path, condition in found_in(each):
            yield from _impossible(each, path, condition)


def _impossible(each: PartStudy, path: Path, condition: Any) -> Hits:
    if not each.logic.never(condition):
        for inner, below in _inside(condition):
            yield from _impossible(each, (*path, *inner), below)
        return
    joined = isinstance(condition, AllCondition | AnyCondition)
    single = [below for _, below in _inside(condition) if each.logic.never(below)]
    if joined and single:
        for inner, below in _inside(condition):
            yield from _impossible(each, (*path, *inner), below)
    else:
        yield hit(
            "condition_never",
            *path,
            phrase=phrase(each, condition),
            because=_because(each, condition, joined),
        )


def _inside(condition: Any) -> list[tuple[Path, Any]]:
    for key in ("all", "any"):
        members = getattr(condition, key, None)
        if members is not None:
            return [((key, number), member) for number, member in enumerate(members)]
    return []


def _because(each: PartStudy, condition: Any, joined: bool) -> Text | str:
    if joined:
        return _NOWHERE
    if isinstance(condition, FactCondition):
        fact = each.part.facts[condition.fact]
        highest = fact_range(fact).highest
        return _NOTHING if highest is None else _filled(_HIGHEST, fact=fact.title, highest=highest)
    if isinstance(condition, PastCondition):
        return _filled(_PERIODS, periods=each.logic.periods)
    return _NOTHING


def _filled(template: Text, **values: Any) -> Text:
    return fill(template, values)


def certain(study: Study) -> Hits:
    """Conditions that hold for everybody; of a fact that is required of everybody that may be meant."""
    for each in study.parts:
        for path, condition in found_in(each):
            if "required_when" not in path and each.logic.always(condition):
                yield hit("condition_always", *path, phrase=phrase(each, condition))


def redundant(study: Study) -> Hits:
    """Members of `all` that the others imply, and members of `any` that imply another."""
    for each in study.parts:
        for path, condition in found_in(each):
            if not each.logic.never(condition) and not each.logic.always(condition):
                yield from _redundant(each, path, condition)


def _redundant(each: PartStudy, path: Path, condition: Any) -> Hits:
    members = _inside(condition)
    gone: set[int] = set()
    for number, (inner, member) in enumerate(members):
        others = [other for place, (_, other) in enumerate(members) if place != number and place not in gone]
        if _idle(each, condition, member, others):
            gone.add(number)
            words: Values = {"phrase": phrase(each, member), "whole": phrase(each, condition)}
            yield hit("condition_redundant", *path, *inner, **words)
        else:
            yield from _redundant(each, (*path, *inner), member)


def _idle(each: PartStudy, condition: Any, member: Any, others: list[Any]) -> bool:
    """Whether the condition says the same without this member."""
    if not others or each.logic.never(member):
        return False
    if isinstance(condition, AllCondition):
        wanted = [(other, True) for other in others]
        return not each.logic.possible([*wanted, (member, False)])
    return any(each.logic.implies(member, other) for other in others)


def past(study: Study) -> Hits:
    """Conditions on grades that the earlier part never gives."""
    for each in study.parts:
        if each.earlier is None:
            continue
        possible = given(each.earlier)
        for path, condition in found_in(each):
            for place, leaf in _leaves(path, condition):
                grade = getattr(leaf, "past", None) or getattr(leaf, "every_past", None)
                if grade is not None and grade != "scored" and grade not in possible:
                    words: Values = {"grade": each.grade(grade), "earlier": each.earlier.part.title}
                    yield hit("past_grade_impossible", *place, **words)


def _leaves(path: Path, condition: Any) -> Iterator[tuple[Path, Any]]:
    members = _inside(condition)
    for inner, member in members:
        yield from _leaves((*path, *inner), member)
    if not members:
        yield path, condition


def shares(study: Study) -> Hits:
    """Shares of a figure that is 0 for everybody who stated none: of nothing any share is reached."""
    for each in study.parts:
        for path, condition in found_in(each):
            for place, leaf in _leaves(path, condition):
                if (
                    not isinstance(leaf, ShareCondition)
                    or leaf.more_than is not None
                    or leaf.less_than is not None
                ):
                    continue
                whole, share = each.part.facts[leaf.of], each.part.facts[leaf.share]
                if whole.default == 0 and whole.required_when is None and share.default == 0:
                    words: Values = {"whole": whole.title, "share": share.title, "phrase": phrase(each, leaf)}
                    yield hit("share_of_nothing", *place, **words)


RULES = (impossible, certain, redundant, past, shares)
