"""Findings about tables over figures and ranks, and about shares of a maximum."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from assessment.rules.numbers import round2
from assessment.rules.vocabulary.base import Text

from .findings import Hits, Values, error, fill, hit, warning
from .ranges import fact_range, tiers_reached
from .study import Study

WORDS = {
    "tier_out_of_reach": error(
        zh="「{item}」的分档「{figure}达到 {at_least}」永远达不到：{because}。",
        en="In “{item}” the tier “{figure} at least {at_least}” is never reached: {because}.",
        do_zh="各档从高到低排列，并核对界限。",
        do_en="Write the tiers from the highest down and check their bounds.",
    ),
    "tier_upside_down": warning(
        zh="「{item}」中{figure}达到 {at_least} 计 {points} 分，低于其下一档（达到 {below}）的 {more} 分。",
        en="In “{item}” {figure} of at least {at_least} is worth {points}, less than the tier below (at least {below}): {more}.",
        do_zh="核对各档分值。",
        do_en="Check the points of the tiers.",
    ),
    "rank_upside_down": warning(
        zh="「{item}」中前 {percent}% 计 {value} 分，低于其后名次的 {more} 分。",
        en="In “{item}” the first {percent} % are worth {value}, less than the ranks after them: {more}.",
        do_zh="核对各档分值。",
        do_en="Check the values of the bands.",
    ),
    "otherwise_above_best": warning(
        zh="「{item}」没有评分、没有任务或缺报时计 {otherwise} 分，高于最好的情形（{best} 分）。",
        en="“{item}” counts {otherwise} where nothing was rated, asked or handed in, more than the best case ({best}).",
        do_zh="核对缺项时的分值。",
        do_en="Check what counts where there is nothing.",
    ),
    "rank_band_without_place": warning(
        zh="「{item}」的前 {percent}% 计 {value} 分，{category} {size}，第 1 名已是前 {share}%，没有人能进入该档。",
        en="In “{item}” the first {percent} % are worth {value}, but with {size} in {category} the first rank is already {share} %: nobody gets it.",
        do_zh="确认小类别的处理办法（合并排名或另定分值），写入口径说明。",
        do_en="Settle how small categories are ranked (jointly, or with other values) and write it down as a reading.",
    ),
    "share_over_maximum": warning(
        zh="「{item}」按「{done}」占「{of}」的比例计分，但没有规定「{done}」不得超过「{of}」，得分可以超过满分 {maximum} 分。",
        en="“{item}” is the share of “{done}” in “{of}”, but nothing keeps “{done}” from exceeding it: the item can exceed its maximum of {maximum}.",
        do_zh="在「{done}」上注明 not_over: {name}。",
        do_en="State `not_over: {name}` at “{done}”.",
    ),
}
_TOP = Text(zh="该数据最高为 {highest}", en="the figure is at most {highest}")
_ABOVE = Text(zh="达到 {above} 的已归入前面的档", en="{above} and above belong to a tier before it")


def tiers(study: Study) -> Hits:
    """Tiers that no figure reaches, and better figures that are worth less."""
    for each in study.parts:
        for number, item in enumerate(each.part.items.values()):
            for place, table in enumerate(getattr(item, "tables", ())):
                figure = each.part.months[table.figure]
                words: Values = {"item": item.title, "figure": figure.title}
                path = (*each.path, "items", number, "tables", place, "tiers")
                reached = tiers_reached(table, figure)
                for row, tier in enumerate(table.tiers):
                    if row not in reached:
                        because = _why(table, row, figure)
                        words_here = {"at_least": tier.at_least, "because": because, **words}
                        yield hit("tier_out_of_reach", *path, row, about=table.figure, **words_here)
                yield from _upside_down(table, path, words)


def _why(table: Any, row: int, figure: Any) -> Text:
    highest, tier = fact_range(figure).highest, table.tiers[row]
    if highest is not None and tier.at_least > highest:
        return fill(_TOP, {"highest": highest})
    above = min(other.at_least for other in table.tiers[:row])
    return fill(_ABOVE, {"above": above})


def _upside_down(table: Any, path: tuple[str | int, ...], words: dict[str, Any]) -> Hits:
    for row, (tier, below) in enumerate(pairwise(table.tiers)):
        if tier.at_least > below.at_least and tier.points < below.points:
            figures: Values = {"at_least": tier.at_least, "points": tier.points}
            figures |= {"below": below.at_least, "more": below.points}
            yield hit("tier_upside_down", *path, row, about=table.figure, **words, **figures)


def ranks(study: Study) -> Hits:
    """Shares of ranks that are smaller than one person of a category, or one department, of the unit's real size."""
    for each in study.parts:
        for number, item in enumerate(each.part.items.values()):
            if item.kind != "rank_bands":
                continue
            for place, band in enumerate(item.bands):
                for category, size in each.sizes.items():
                    known = each.part.of_departments or category in study.scheme.categories
                    if not known or band.percent * size >= 100:
                        continue
                    words: Values = {
                        "item": item.title,
                        "percent": band.percent,
                        "value": band.value,
                        "size": each.counted(size),
                    }
                    words |= {
                        "category": each.group(category),
                        "share": round2(Fraction(100, size)),
                    }
                    path = (*each.path, "items", number, "bands", place)
                    yield hit("rank_band_without_place", *path, about=category, **words)


def ladders(study: Study) -> Hits:
    """Ranks that are worth less than worse ones, and nothing that is worth more than the best."""
    for each in study.parts:
        for number, item in enumerate(each.part.items.values()):
            path = (*each.path, "items", number)
            values = [*(band.value for band in getattr(item, "bands", ())), getattr(item, "otherwise", None)]
            for place, band in enumerate(getattr(item, "bands", ())):
                if values[place + 1] is not None and band.value < values[place + 1]:
                    words: Values = {"item": item.title, "percent": band.percent, "value": band.value}
                    yield hit("rank_upside_down", *path, "bands", place, more=values[place + 1], **words)
            for key, best in _BEST.get(item.kind, ()):
                otherwise, most = getattr(item, key), best(item)
                if otherwise is not None and otherwise > most:
                    words = {"item": item.title, "otherwise": otherwise, "best": most}
                    yield hit("otherwise_above_best", *path, key, **words)


def _maximum(item: Any) -> Decimal:
    return Decimal(item.maximum)


def _highest_level(item: Any) -> Decimal:
    return max((level.points for level in item.levels), default=Decimal(0))


_BEST: dict[str, tuple[tuple[str, Callable[[Any], Decimal]], ...]] = {
    "rated": (("otherwise", _maximum),),
    "share": (("when_none", _maximum),),
    "weekly": (("missing", _maximum),),
    "rounds": (("role_otherwise", _highest_level),),
}
"""What counts where there is nothing, and the best case, by the kind of item."""


def shares(study: Study) -> Hits:
    """Shares of a maximum that can exceed it."""
    for each in study.parts:
        for number, item in enumerate(each.part.items.values()):
            if item.kind != "share":
                continue
            done, asked = each.part.facts[item.done], each.part.facts[item.of]
            if done.not_over != item.of:
                words: Values = {"item": item.title, "done": done.title, "of": asked.title}
                words |= {"maximum": item.maximum, "name": item.of}
                yield hit("share_over_maximum", *each.path, "items", number, **words)


RULES = (tiers, ranks, ladders, shares)
