"""Findings about grades: bands nobody reaches, grades without a way to them, the year's best without a cap."""

from decimal import Decimal
from typing import Any

from .findings import Hits, Values, error, hit, warning
from .ranges import Range
from .study import PartStudy, Study

WORDS = {
    "band_out_of_reach": error(
        zh="{grade}要求 {at_least} 分及以上，而得分最高只能到 {highest} 分，没有人能获得该等次。",
        en="{grade} asks for {at_least}, but the score reaches {highest} at most: nobody can get this grade.",
        do_zh="降低分数线，或核对各项满分与加分。",
        do_en="Lower the line, or check the maxima and bonus items.",
    ),
    "band_never_falls": warning(
        zh="得分最低为 {lowest} 分，不会低于 {below} 分，没有人会因得分被定为{grade}。",
        en="The score is never below {lowest}, so nobody falls below {below} into {grade} by the score.",
        do_zh="核对分数线与各项的最低分；该等次只由限制条件决定的，写入口径说明。",
        do_en="Check the line and the lowest figures of the items; where only gates lead to this grade, say so in a reading.",
    ),
    "grade_without_way": warning(
        zh="{part}列有{grade}，但没有分数线、规则、限制条件或名额会产生该等次。",
        en="“{part}” lists {grade}, but no band, rule, gate or cap leads to it.",
        do_zh="补上产生该等次的规定，或从 grades 中删去。",
        do_en="Add what leads to it, or take it out of `grades`.",
    ),
    "no_grade_without_score": warning(
        zh="{part}按得分定等次，没有得分的人员没有等次，也没有限制条件或 without_score 规定如何处理。",
        en="“{part}” grades by the score, but people without one get no grade: neither a gate nor `without_score` says what then.",
        do_zh="用 without_score 写明其等次，或注明必须有得分（required: true）。",
        do_en="State their grade with `without_score`, or require a score (`required: true`).",
    ),
    "grade_unused": warning(
        zh="等次「{grade}」没有被任何部分使用。",
        en="The grade {grade} is used by no part.",
        do_zh="删去该等次，或列入相应部分。",
        do_en="Take it out, or list it in a part.",
    ),
    "excellent_without_quota": warning(
        zh="{part}可评定{grade}，但没有名额限制；国家规定年度优秀一般不超过 {national}%。",
        en="“{part}” gives {grade} without a cap; nationally the year's share is {national} % as a rule.",
        do_zh="为{grade}设置名额（quotas）。",
        do_en="Add a quota for {grade}.",
    ),
}


def bands(study: Study) -> Hits:
    """Bands outside what the score can come to."""
    for each in study.parts:
        reach = each.reach.score
        for number, band in enumerate(each.part.bands):
            path = (*each.path, "bands", number)
            below = each.part.bands[number - 1].at_least if number else None
            words: Values = {"grade": each.grade(band.grade)}
            if band.at_least is not None and not _from(reach, band.at_least):
                yield hit("band_out_of_reach", *path, at_least=band.at_least, highest=reach.highest, **words)
            elif below is not None and reach.lowest is not None and reach.lowest >= below:
                yield hit("band_never_falls", *path, below=below, lowest=reach.lowest, **words)


def _from(reach: Range, at_least: Decimal) -> bool:
    """Whether a score can be that high."""
    return reach.highest is None or reach.highest >= at_least


def given(each: PartStudy) -> set[str]:
    """The grades that somebody can get in this part; all where the leading group decides."""
    part = each.part
    if not part.decides_grades or any(rule.grade is None for rule in part.rules):
        return set(part.grades)
    found = {rule.grade for rule in part.rules if rule.grade is not None}
    reach, above = each.reach.score, None
    for band in part.bands:
        lower = band.at_least is None or _from(reach, band.at_least)
        if lower and (above is None or reach.lowest is None or reach.lowest < above):
            found.add(band.grade)
        above = band.at_least
    if part.without_score is not None:
        found.add(part.without_score)
    found |= _by_gates(each, found)
    for quota in part.quotas:
        if quota.grade in found:
            found.add(quota.next)
    return found


def _by_gates(each: PartStudy, found: set[str]) -> set[str]:
    """Grades that gates decide, and ceilings below a grade that people reach."""
    order = list(each.part.grades)
    more: set[str] = set()
    for gate in each.part.gates.values():
        effect = gate.effect
        if effect.kind in ("unqualified", "undetermined"):
            more.add(effect.kind)
        elif effect.kind == "ceiling":
            grade = getattr(effect, "grade", "")
            if any(order.index(better) < order.index(grade) for better in found):
                more.add(grade)
    return more


def ways(study: Study) -> Hits:
    """Grades that a part lists and nothing leads to, and grades of the head that no part lists."""
    for each in study.parts:
        missing = [grade for grade in each.part.grades if grade not in given(each)]
        told = {band.grade for band in each.part.bands}
        for grade in missing:
            if grade not in told:
                path = (*each.path, "grades", each.part.grades.index(grade))
                yield hit(
                    "grade_without_way", *path, about=grade, part=each.part.title, grade=each.grade(grade)
                )
    used = {grade for each in study.parts for grade in each.part.grades}
    for number, (code, title) in enumerate(study.scheme.grades.items()):
        if code not in used:
            yield hit("grade_unused", "grades", number, grade=title)


def without_score(study: Study) -> Hits:
    """Parts that grade by a score that people may be without, and no gate decides about them."""
    for each in study.parts:
        part = each.part
        if not part.bands or part.without_score is not None or each.reach.always_scored:
            continue
        spared = [
            unless for term in getattr(part.score, "terms", ()) if (unless := _unless(part.items[term.item]))
        ]
        deciding = [gate.when for gate in part.gates.values() if gate.effect.kind in _DECIDING]
        unless = [(condition, True) for condition in spared]
        if each.logic.possible([*unless, *((condition, False) for condition in deciding)]):
            yield hit("no_grade_without_score", *each.path, "bands", part=part.title)


_DECIDING = ("out_of_scope", "unqualified", "undetermined")


def _unless(item: Any) -> Any:
    return getattr(item, "unless", None)


def best_of_year(study: Study) -> Hits:
    """The year's excellent grade without a cap, where the national shares apply."""
    each = study.part("year")
    if each is None or not study.context.national or "excellent" not in given(each):
        return
    if not any(quota.grade == "excellent" for quota in each.part.quotas):
        path, grade = (*each.path, "grades", each.part.grades.index("excellent")), each.grade("excellent")
        yield hit("excellent_without_quota", *path, part=each.part.title, grade=grade, national=Decimal(20))


RULES = (bands, ways, without_score, best_of_year)
