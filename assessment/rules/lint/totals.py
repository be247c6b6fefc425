"""Findings about sums: maxima that do not add up, items that do not count, scores without a floor."""

import re
from decimal import Decimal
from typing import Any

from assessment.rules.vocabulary.base import Text
from assessment.rules.vocabulary.items import EntriesItem

from .findings import Hits, Values, error, hit, warning
from .ranges import Reach, Situation, span
from .study import PartStudy, Study

HUNDRED = Decimal(100)

WORDS = {
    "total_below_stated": warning(
        zh="得分上限写明为 {stated} 分，但各项相加最高只能得 {reached} 分。",
        en="The score is stated to go up to {stated}, but the items add up to {reached} at most.",
        do_zh="核对各项满分与权重，使其合计为 {stated} 分，或改正得分上限。",
        do_en="Check the maxima and weights so that they make {stated}, or correct the stated maximum.",
    ),
    "total_above_stated": warning(
        zh="不计加减分事项，各项满分相加已达 {reached} 分，超过写明的得分上限 {stated} 分，超出部分一律不计。",
        en="Even without recorded matters the items add up to {reached}, above the stated maximum {stated}; the excess is cut off.",
        do_zh="核对各项满分与权重，使其合计为 {stated} 分，或改正得分上限。",
        do_en="Check the maxima and weights so that they make {stated}, or correct the stated maximum.",
    ),
    "title_total_differs": warning(
        zh="标题「{title}」写明 {stated} 分，而各项相加（不计加减分事项）最高为 {reached} 分。",
        en="The title “{title}” says {stated} points, but without recorded matters the items add up to {reached} at most.",
        do_zh="核对各项满分，或改正标题。",
        do_en="Check the maxima of the items, or correct the title.",
    ),
    "title_item_differs": warning(
        zh="指标标题「{title}」写明 {stated} 分，而该项最高为 {reached} 分。",
        en="The title of the item “{title}” says {stated} points, but the item comes to {reached} at most.",
        do_zh="改正该项满分，或改正标题。",
        do_en="Correct the maximum of the item, or its title.",
    ),
    "history_maximum_too_low": warning(
        zh="各期得分上限写明为 {stated} 分，而{earlier}最高可得 {reached} 分：考核算例中高于上限的得分会被拒收。",
        en="An earlier score is stated to be at most {stated}, but “{earlier}” can reach {reached}: case files with higher scores would be refused.",
        do_zh="把 maximum 改为 {reached}。",
        do_en="Set `maximum` to {reached}.",
    ),
    "history_maximum_too_high": warning(
        zh="各期得分上限写明为 {stated} 分，而{earlier}最高只能得 {reached} 分。",
        en="An earlier score is stated to be at most {stated}, but “{earlier}” reaches {reached} at most.",
        do_zh="把 maximum 改为 {reached}，或核对各项满分。",
        do_en="Set `maximum` to {reached}, or check the maxima of the items.",
    ),
    "history_without_maximum": warning(
        zh="{earlier}的得分没有上限，而本部分只接受不超过 {stated} 分的得分。",
        en="The score of “{earlier}” has no upper bound, but this part accepts at most {stated}.",
        do_zh="为{earlier}的得分或其加分项设上限（highest: {stated}）。",
        do_en="Bound the score of “{earlier}” or its bonus items (`highest: {stated}`).",
    ),
    "history_empty": error(
        zh="{title}取各{of}得分的平均，但{of}不短于本部分的周期，期内没有可取的得分。",
        en="“{title}” takes the mean of {of} scores, but no such period lies inside one of this part's.",
        do_zh="改为更短的周期。",
        do_en="Look back on a shorter cadence.",
    ),
    "weights_not_one": warning(
        zh="各项满分均为 100 分，权重合计为 {sum}，不是 1：总分最高为 {reached} 分。",
        en="All items have a maximum of 100, but the weights add up to {sum} instead of 1: the total reaches {reached}.",
        do_zh="调整权重，使其合计为 1。",
        do_en="Make the weights add up to 1.",
    ),
    "term_without_weight": warning(
        zh="「{item}」的权重为 0，不影响得分。",
        en="“{item}” has the weight 0 and makes no difference to the score.",
        do_zh="填写权重，或从得分中删去该项。",
        do_en="Enter a weight, or take the item out of the score.",
    ),
    "item_not_counted": warning(
        zh="「{item}」既不计入得分，也不计入其他合计项：登记或打出的分值不影响结果。",
        en="“{item}” is part of neither the score nor of a sum that counts: what is recorded there makes no difference.",
        do_zh="把该项列入得分（terms），或删去该项。",
        do_en="Add it to the terms of the score, or take it out.",
    ),
    "item_counted_twice": warning(
        zh="「{item}」在得分中计入 {times} 次。",
        en="“{item}” counts {times} times in the score.",
        do_zh="核对合计项与得分各项，只保留一次。",
        do_en="Check the sums and the terms of the score; keep one.",
    ),
    "substitute_differs": warning(
        zh="有「{other}」任务的人员各项最高共 {present} 分，没有的最高共 {absent} 分，满分不一致。",
        en="People with a duty of “{other}” can reach {present}, people without {absent}: the maxima differ.",
        do_zh="核对 maximum_without，使两种情形的满分一致。",
        do_en="Check `maximum_without` so that both come to the same.",
    ),
    "score_below_zero": warning(
        zh="{title}的得分没有下限，扣分多时可低于 0 分（最低 {lowest}）。",
        en="The score of “{title}” has no floor and can fall below 0 (lowest: {lowest}).",
        do_zh="原文以 0 分为限的，加 lowest: 0；允许负分的，写入口径说明。",
        do_en="Add `lowest: 0` where the plan stops at 0; where negative scores are meant, say so in a reading.",
    ),
    "score_fixed": error(
        zh="{title}的得分上下限使任何人都得 {score} 分，各项不起作用。",
        en="The bounds of the score of “{title}” give everyone {score}: the items make no difference.",
        do_zh="改正得分的 lowest、highest 或各项分值。",
        do_en="Correct `lowest` and `highest` of the score, or the items.",
    ),
}
_NO_FLOOR = Text(zh="不限", en="none")
_OF = {
    "month": Text(zh="月度", en="monthly"),
    "quarter": Text(zh="季度", en="quarterly"),
    "year": Text(zh="年度", en="annual"),
}
_STATED = re.compile(
    r"(\d+(?:\.\d+)?)\s*分制|满分\s*(?:为|共)?\s*(\d+(?:\.\d+)?)\s*分|共\s*(\d+(?:\.\d+)?)\s*分|(百分制)"
)
_ITEM_STATED = re.compile(r"[（(]\s*(?:满分|共)?\s*(\d+(?:\.\d+)?)\s*分\s*[）)]\s*$")


def stated_totals(study: Study) -> Hits:
    """The stated highest score against what the items add up to."""
    for each in study.parts:
        score: Any = each.part.score
        if score.kind != "total":
            continue
        plain, reached = _without_entries(each), each.reach.raw.highest
        if score.highest is not None:
            path = (*each.path, "score", "highest")
            if reached is not None and reached < score.highest:
                yield hit("total_below_stated", *path, stated=score.highest, reached=reached)
            elif plain is not None and plain > score.highest:
                yield hit("total_above_stated", *path, stated=score.highest, reached=plain)
        yield from _titles(each, plain)


def _titles(each: PartStudy, plain: Decimal | None) -> Hits:
    """Totals that the titles of the part, its items or a scheme of one part state."""
    titles: list[tuple[tuple[str | int, ...], Text]] = [((*each.path, "title"), each.part.title)]
    if len(each.study.parts) == 1 or len(list(_scored_parts(each.study))) == 1:
        titles.append((("title",), each.study.scheme.title))
    for path, title in titles:
        found = _STATED.search(title.zh)
        if found and plain is not None:
            stated = HUNDRED if found[4] else Decimal(next(group for group in found.groups() if group))
            if stated != plain:
                yield hit("title_total_differs", *path, title=title, stated=stated, reached=plain)
    for number, item in enumerate(each.part.items.values()):
        found = _ITEM_STATED.search(item.title.zh)
        reach = each.reach.item(item.id)
        reached = reach.highest
        fits = reach.lowest is not None and found and -reach.lowest == Decimal(found[1])
        if found and not fits and reached is not None and Decimal(found[1]) != reached:
            path = (*each.path, "items", number, "title")
            yield hit(
                "title_item_differs", *path, title=item.title, stated=Decimal(found[1]), reached=reached
            )


def _scored_parts(study: Study) -> list[PartStudy]:
    return [each for each in study.parts if each.part.score.kind == "total"]


def _without_entries(each: PartStudy) -> Decimal | None:
    """The highest total when nothing was recorded."""
    start = each.reach.start
    others: dict[str, Decimal] = {}
    for name, factor in each.reach.factors.items():
        item = each.part.items[name]
        if isinstance(item, EntriesItem):
            start += factor * item.settle(Decimal(0))
        else:
            others[name] = factor
    return each.reach.combined(others).plus(span(start)).highest


def histories(study: Study) -> Hits:
    """The stated maximum of earlier scores against what the earlier part reaches."""
    for each in study.parts:
        score: Any = each.part.score
        earlier = each.earlier
        if score.kind != "history_mean" or earlier is None:
            continue
        if not each.logic.periods:
            title: Values = {"title": each.part.title, "of": _OF[earlier.cadence]}
            yield hit("history_empty", *each.path, "score", "of", **title)
            continue
        words: Values = {"stated": score.maximum, "earlier": earlier.part.title}
        reached, path = earlier.reach.score.highest, (*each.path, "score", "maximum")
        if reached is None:
            yield hit("history_without_maximum", *path, **words)
        elif reached != score.maximum:
            code = "history_maximum_too_low" if reached > score.maximum else "history_maximum_too_high"
            yield hit(code, *path, reached=reached, **words)


def weights(study: Study) -> Hits:
    """Weights of a score whose items all have a maximum of 100."""
    for each in study.parts:
        score: Any = each.part.score
        terms = getattr(score, "terms", ())
        for number, term in enumerate(terms):
            if term.weight == 0:
                title = each.part.items[term.item].title
                yield hit("term_without_weight", *each.path, "score", "terms", number, item=title)
        total = sum((term.weight for term in terms), Decimal(0))
        hundreds = all(each.reach.item(term.item).highest == HUNDRED for term in terms)
        if len(terms) > 1 and each.reach.start == 0 and hundreds and total != 1:
            yield hit("weights_not_one", *each.path, "score", "terms", sum=total, reached=total * HUNDRED)


def counted(study: Study) -> Hits:
    """Items that do not count in the score, or count more than once."""
    for each in study.parts:
        if each.part.score.kind != "total":
            continue
        times = _times(each)
        departments = each.part.departments
        carried = {item.of for item in departments.carried_items.values()} if departments else set()
        for number, item in enumerate(each.part.items.values()):
            path = (*each.path, "items", number)
            if item.id not in times and item.id not in carried:
                yield hit("item_not_counted", *path, item=item.title)
            elif times.get(item.id, 0) > 1 and not _inside_repeated(each, item.id, times):
                yield hit("item_counted_twice", *path, item=item.title, times=times[item.id])


def _times(each: PartStudy) -> dict[str, int]:
    """How often each item enters the score, directly or in a sum that does."""
    times: dict[str, int] = {}
    for term in getattr(each.part.score, "terms", ()):
        _enter(each, term.item, times)
    return times


def _enter(each: PartStudy, name: str, times: dict[str, int]) -> None:
    times[name] = times.get(name, 0) + 1
    for inner in each.part.items[name].needs:
        _enter(each, inner, times)


def _inside_repeated(each: PartStudy, name: str, times: dict[str, int]) -> bool:
    """Whether the item counts twice only because a sum it is in does."""
    return any(name in item.needs and times.get(item.id, 0) > 1 for item in each.part.items.values())


def substitutes(study: Study) -> Hits:
    """Items whose maximum stands in for another's: do both ways come to the same?"""
    for each in study.parts:
        for number, item in enumerate(each.part.items.values()):
            other = getattr(item, "maximum_without", None)
            if other is None or each.part.given_items[other.item].required:
                continue
            pair = {
                name: factor for name, factor in each.reach.factors.items() if name in (item.id, other.item)
            }
            present = Situation(each.part).combined(pair).highest
            absent = Situation(each.part, frozenset({other.item})).combined(pair).highest
            if pair and present != absent:
                path = (*each.path, "items", number, "maximum_without")
                title = each.part.items[other.item].title
                yield hit("substitute_differs", *path, other=title, present=present, absent=absent)


def floors(study: Study) -> Hits:
    """Scores that can be negative, and scores whose bounds leave no choice."""
    for each in study.parts:
        score: Any = each.part.score
        if score.kind != "total":
            continue
        raw, title, path = each.reach.raw, each.part.title, (*each.path, "score")
        low = score.lowest
        if _stuck(each.reach):
            yield hit("score_fixed", *path, title=title, score=each.reach.score.lowest)
        elif (raw.lowest is None or raw.lowest < 0) and (low is None or low < 0):
            floor = low if raw.lowest is None else max(raw.lowest, low or raw.lowest)
            yield hit("score_below_zero", *path, title=title, lowest=_NO_FLOOR if floor is None else floor)


def _stuck(reach: Reach) -> bool:
    """Whether the bounds of the score make it the same for everyone."""
    score: Any = reach.part.score
    raw, low, high = reach.raw, score.lowest, score.highest
    over = high is not None and raw.lowest is not None and raw.lowest >= high
    under = low is not None and raw.highest is not None and raw.highest <= low
    same = raw.lowest is not None and raw.lowest == raw.highest
    return over or under or same or (low is not None and low == high)


RULES = (stated_totals, histories, weights, counted, substitutes, floors)
