"""Findings about clauses and the items they belong to: points that never count, missing units and sources."""

from decimal import Decimal
from typing import Any

from assessment.rules.vocabulary.base import Text

from .findings import Hits, Values, error, hit, warning
from .ranges import clause_range, entry_range
from .study import PartStudy, Study

WORDS = {
    "clause_without_points": warning(
        zh="条款 {id}「{title}」的分值为 0：登记后不影响得分。",
        en="Clause {id} “{title}” is worth 0 points: recording it makes no difference.",
        do_zh="填写分值；只作记录的，写入口径说明。",
        do_en="Enter the points; where it is only a record, say so in a reading.",
    ),
    "clause_range_empty": error(
        zh="条款 {id}「{title}」的分值下限 {lowest} 高于上限 {highest}，任何分值都无法登记。",
        en="The points of clause {id} “{title}” go from {lowest} to {highest}: nothing can be recorded.",
        do_zh="对调或改正 lowest 与 highest。",
        do_en="Swap or correct `lowest` and `highest`.",
    ),
    "clause_never_counts": error(
        zh="条款 {id}「{title}」的分值（{points}）被「{item}」的限额（{limit}）全部抵消，登记后永远不计分。",
        en="The points of clause {id} “{title}” ({points}) are cut off entirely by the limit of “{item}” ({limit}): they never count.",
        do_zh="放宽该项限额，或改正条款的分值。",
        do_en="Widen the limits of the item, or correct the points of the clause.",
    ),
    "clause_over_limit": warning(
        zh="条款 {id}「{title}」一次可达 {points} 分，而「{item}」的限额为 {limit} 分，只有 {room} 分的余地：一次就不能全部计入。",
        en="Clause {id} “{title}” can be worth {points} at once, but the limit {limit} of “{item}” leaves room for {room}: already one entry is cut.",
        do_zh="核对原文的分值与限额。",
        do_en="Check points and limit against the plan.",
    ),
    "clause_twice": warning(
        zh="条款 {id} 与 {other} 的标题相同：「{title}」。",
        en="Clauses {id} and {other} have the same title: “{title}”.",
        do_zh="在标题中写明两条的区别，或删去一条。",
        do_en="Say in the titles how they differ, or remove one.",
    ),
    "clause_without_source": warning(
        zh="条款 {id}「{title}」没有注明出处。",
        en="Clause {id} “{title}” does not say where the plan has it.",
        do_zh="在 source 中写明原文的部分、条、款。",
        do_en="Name the part, article and paragraph of the plan in `source`.",
    ),
    "clause_without_unit": warning(
        zh="条款 {id}「{title}」的分值没有计量单位（单位写作「{unit}」）。",
        en="The points of clause {id} “{title}” have no unit (it says “{unit}”).",
        do_zh="填写单位，如：次、天、件。",
        do_en="Enter the unit: times, days, cases.",
    ),
    "fact_without_unit": warning(
        zh="数据「{title}」没有计量单位（单位写作「{unit}」）。",
        en="The figure “{title}” has no unit (it says “{unit}”).",
        do_zh="填写单位，如：次、天、%。",
        do_en="Enter the unit: times, days, %.",
    ),
    "bounds_reversed": error(
        zh="「{title}」的下限 {lowest} 高于上限 {highest}。",
        en="The lower bound of “{title}”, {lowest}, is above its upper bound {highest}.",
        do_zh="对调或改正 lowest 与 highest。",
        do_en="Swap or correct `lowest` and `highest`.",
    ),
    "item_without_room": error(
        zh="「{title}」的上下限都是 {limit}，登记的事项不影响该项得分。",
        en="Both bounds of “{title}” are {limit}: what is recorded makes no difference.",
        do_zh="改正 lowest 与 highest，或删去该项。",
        do_en="Correct `lowest` and `highest`, or take the item out.",
    ),
    "maximum_zero": error(
        zh="「{title}」的满分为 0，打分不影响结果。",
        en="The maximum of “{title}” is 0: ratings make no difference.",
        do_zh="填写满分，或删去该项。",
        do_en="Enter the maximum, or take the item out.",
    ),
}
_PLACEHOLDERS = frozenset(
    {
        "-",
        "–",
        "—",
        "/",
        "\\",
        ".",
        "?",
        "？",
        "…",
        "·",
        "_",
        "*",
        "x",
        "n/a",
        "na",
        "none",
        "todo",
        "tbd",
        "unit",
    }
)
_PLACEHOLDERS_ZH = frozenset({"无", "待定", "单位", "略", "空"})


_ABOUT = ("total", "")


def points(study: Study) -> Hits:
    """Clauses that are worth nothing, accept nothing, or whose points the item's limits eat."""
    for each in study.parts:
        for number, clause in enumerate(each.part.clauses.values()):
            path = (*each.path, "clauses", number)
            words: Values = {"id": clause.id, "title": clause.title}
            if _range_empty(clause):
                bounds: Values = {"lowest": getattr(clause, "lowest"), "highest": getattr(clause, "highest")}  # noqa: B009
                yield hit("clause_range_empty", *path, **words, **bounds)
            elif _worth_nothing(clause):
                yield hit("clause_without_points", *path, **words)
            else:
                yield from _against_item(each, clause, path)


def _range_empty(clause: Any) -> bool:
    low, high = getattr(clause, "lowest", None), getattr(clause, "highest", None)
    return low is not None and high is not None and low > high


def _worth_nothing(clause: Any) -> bool:
    reach = entry_range(clause)
    return clause.kind != "finding" and reach.lowest == reach.highest == 0


def _against_item(each: PartStudy, clause: Any, path: tuple[str | int, ...]) -> Hits:
    """One clause against the limits of its own sum and of its item."""
    if clause.item is None:
        return
    item: Any = each.part.items[clause.item]
    siblings = [clause_range(other) for other in each.part.clauses.values() if other.item == clause.item]
    own = (getattr(clause, "total_lowest", None), getattr(clause, "total_highest", None))
    limits = [(clause.title, *own, Decimal(0), [clause_range(clause)])]
    limits.append((item.title, item.lowest, item.highest, item.start, siblings))
    single = entry_range(clause)
    for number, (title, low, high, start, together) in enumerate(limits):
        for worth, limit, sign in ((single.highest, high, 1), (single.lowest, low, -1)):
            if worth is None or limit is None or worth * sign <= 0 or low == high:
                continue
            room = (limit - start) * sign
            words: Values = {
                "id": clause.id,
                "title": clause.title,
                "points": worth,
                "limit": limit,
                "item": title,
            }
            one_way = all((r.lowest if sign > 0 else r.highest) == 0 for r in together)
            if room <= 0 and one_way:
                yield hit("clause_never_counts", *path, about=_ABOUT[number], **words)
            elif worth * sign > room > 0:
                yield hit("clause_over_limit", *path, about=f"{_ABOUT[number]}{sign}", room=room, **words)


def identity(study: Study) -> Hits:
    """Clauses without a source or with another's title."""
    for each in study.parts:
        seen: dict[tuple[str | None, str], str] = {}
        for number, clause in enumerate(each.part.clauses.values()):
            path = (*each.path, "clauses", number)
            words: Values = {"id": clause.id, "title": clause.title}
            if not (clause.source or "").strip():
                yield hit("clause_without_source", *path, **words)
            other = seen.setdefault((clause.item, clause.title.zh), clause.id)
            if other != clause.id:
                yield hit("clause_twice", *path, "title", other=other, **words)


def units(study: Study) -> Hits:
    """Points and figures without a unit."""
    for each in study.parts:
        for number, clause in enumerate(each.part.clauses.values()):
            unit = getattr(clause, "unit", None)
            if isinstance(unit, Text) and _is_placeholder(unit):
                path = (*each.path, "clauses", number, "unit")
                yield hit("clause_without_unit", *path, id=clause.id, title=clause.title, unit=_shown(unit))
        for key, facts in (("facts", each.part.facts), ("months", each.part.months)):
            for number, fact in enumerate(facts.values()):
                if _is_placeholder(fact.unit):
                    path = (*each.path, key, number, "unit")
                    yield hit("fact_without_unit", *path, title=fact.title, unit=_shown(fact.unit))


def _is_placeholder(unit: Text) -> bool:
    zh, en = unit.zh.strip().lower(), unit.en.strip().lower()
    return zh in _PLACEHOLDERS | _PLACEHOLDERS_ZH | {""} or en in _PLACEHOLDERS | {""}


def _shown(unit: Text) -> Text:
    return Text(zh=unit.zh.strip() or " ", en=unit.en.strip() or " ")


def bounds(study: Study) -> Hits:
    """Bounds of items and scores that are upside down or leave no room; ratings of nothing."""
    for each in study.parts:
        for number, clause in enumerate(each.part.clauses.values()):
            low, high = getattr(clause, "total_lowest", None), getattr(clause, "total_highest", None)
            if low is not None and high is not None and low > high:
                path = (*each.path, "clauses", number)
                yield hit("bounds_reversed", *path, title=clause.title, lowest=low, highest=high)
        places: list[tuple[tuple[str | int, ...], Any, Text]] = [
            (("items", number), item, item.title) for number, item in enumerate(each.part.items.values())
        ]
        for path, owner, title in [*places, (("score",), each.part.score, each.part.title)]:
            low, high = getattr(owner, "lowest", None), getattr(owner, "highest", None)
            full = (*each.path, *path)
            if low is not None and high is not None and low > high:
                yield hit("bounds_reversed", *full, title=title, lowest=low, highest=high)
            elif low is not None and low == high and path[0] == "items":
                yield hit("item_without_room", *full, title=title, limit=low)
            if path[0] == "items" and getattr(owner, "maximum", None) == 0:
                yield hit("maximum_zero", *full, "maximum", title=title)


RULES = (points, identity, units, bounds)
