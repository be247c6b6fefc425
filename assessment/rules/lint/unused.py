"""Findings about names: figures that nothing provides, and what is defined and never used."""

from collections.abc import Iterator
from typing import Any

from assessment.rules.references import ENGINE_FLAGS
from assessment.rules.vocabulary.base import Text

from .findings import Hits, error, hit, warning
from .study import PartStudy, Study

WORDS = {
    "fact_not_provided": warning(
        zh="「{title}」用于计分或条件，但没有任何功能或页面提供该数据，只会按默认值 {default} 计。",
        en="“{title}” is used in a condition or an item, but no room or page provides it: it would always count {default}.",
        do_zh="由考核数据表录入该数据，或改用已提供的数据。",
        do_en="Have it entered on the sheet of figures, or use a figure that is provided.",
    ),
    "required_fact_not_provided": error(
        zh="「{title}」为必填，但没有任何功能或页面提供该数据，考核期将无法结算。",
        en="“{title}” is required, but no room or page provides it: the period could not be closed.",
        do_zh="由考核数据表录入该数据，或取消必填。",
        do_en="Have it entered on the sheet of figures, or do not require it.",
    ),
    "fact_unused": warning(
        zh="数据「{title}」没有用于任何计分、条件或条款。",
        en="The figure “{title}” is used by no item, condition or clause.",
        do_zh="写明其用途，或删去。",
        do_en="Use it, or take it out.",
    ),
    "flag_unset": warning(
        zh="标记「{title}」不会被任何规定产生{followed}。",
        en="Nothing sets the flag “{title}”{followed}.",
        do_zh="写明产生该标记的条件，或删去。",
        do_en="Add what sets it, or take it out.",
    ),
    "states_unused": warning(
        zh="下列人员状态登记后不影响任何结果：{titles}。",
        en="These states of people can be recorded but change nothing: {titles}.",
        do_zh="确认原文对这些情形没有规定；有规定的，补上条件。",
        do_en="Confirm that the plan says nothing about them; else add the gates.",
    ),
    "setting_unused": warning(
        zh="设置「{title}」没有被用到，修改后不影响结果。",
        en="The setting “{title}” is used nowhere: changing it makes no difference.",
        do_zh="在名额等处引用该设置，或删去。",
        do_en="Refer to it, or take it out.",
    ),
}
_FOLLOWED: dict[bool, Text | str] = {
    True: Text(zh="，所列后果不会发生", en=", so the consequences listed for it never follow"),
    False: "",
}


def provided(study: Study) -> Hits:
    """Figures that are used and that nothing in the installation provides."""
    known = study.context.provided
    for each in study.parts:
        if known is None or each.part.of_departments:
            continue
        names = known.get(each.cadence, frozenset())
        used = set(_words(each))
        for number, fact in enumerate(each.part.facts.values()):
            path = (*each.path, "facts", number)
            if fact.name in names:
                continue
            if fact.required_when is not None:
                yield hit("required_fact_not_provided", *path, title=fact.title)
            elif fact.name in used:
                yield hit("fact_not_provided", *path, title=fact.title, default=fact.default)


def unused(study: Study) -> Hits:
    """Figures, flags, states and settings that nothing refers to."""
    for each in study.parts:
        used = set(_words(each)) | _of_people(each)
        for key, facts in (("facts", each.part.facts), ("months", each.part.months)):
            for number, fact in enumerate(facts.values()):
                if fact.name not in used:
                    yield hit("fact_unused", *each.path, key, number, title=fact.title)
    words = {word for each in study.parts for word in _words(each)}
    idle = [state.title for kind, state in study.scheme.states.items() if kind not in words]
    if idle:
        yield hit("states_unused", "states", titles=idle)
    for number, setting in enumerate(study.scheme.settings.values()):
        if setting.name not in words:
            yield hit("setting_unused", "settings", number, title=setting.title)


def _of_people(each: PartStudy) -> set[str]:
    """What the clauses of the people's part read of their department."""
    if not each.part.of_departments:
        return set()
    people = each.study.part(each.cadence)
    return set() if people is None else set(_words(people))


def flags(study: Study) -> Hits:
    """Flags that nothing sets."""
    quotas = any(each.part.quotas or each.part.award for each in study.parts)
    set_somewhere = {word for each in study.parts for word in _words(each, skip=("consequences",))}
    followed = {flag for each in study.parts for one in each.part.consequences for flag in one.flags}
    for number, (code, title) in enumerate(study.scheme.flags.items()):
        if code in set_somewhere or (quotas and code in ENGINE_FLAGS):
            continue
        yield hit("flag_unset", "flags", number, title=title, followed=_FOLLOWED[code in followed])


def _words(each: PartStudy, skip: tuple[str, ...] = ()) -> Iterator[str]:
    """Every name a part refers to: all its texts but titles and the names that its figures are given."""
    data = each.study.source.data
    for step in each.path:
        data = data[step]
    for key, value in data.items():
        if key not in (*skip, "departments"):
            yield from _strings(value, named=key not in ("facts", "months"))


def _strings(value: Any, *, named: bool) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for member in value:
            yield from _strings(member, named=named)
    elif isinstance(value, dict) and not set(value) <= {"zh", "en"}:
        for key, inner in value.items():
            if named or key != "name":
                yield from _strings(inner, named=True)


RULES = (provided, unused, flags)
