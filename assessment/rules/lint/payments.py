"""Findings about bonuses: more for a worse grade, grades without an amount, months that do not fit."""

from decimal import Decimal
from itertools import pairwise

from assessment.rules.vocabulary.results import BonusAs, MonthlyPay, OutOfScope

from .findings import Hits, Values, hit, warning
from .grades import given
from .study import Study

WORDS = {
    "bonus_upside_down": warning(
        zh="{worse}的奖金 {more} 元，高于{better}的 {less} 元。",
        en="The bonus for {worse} is {more} yuan, more than the {less} yuan for {better}.",
        do_zh="核对各等次的奖金。",
        do_en="Check the amounts of both grades.",
    ),
    "bonus_missing": warning(
        zh="没有规定{grade}的奖金：该等次人员的奖金为空，不是 0 元。",
        en="No bonus is stated for {grade}: people with this grade have none at all, not 0 yuan.",
        do_zh="写明金额；不发的写 0。",
        do_en="State the amount; write 0 where nothing is paid.",
    ),
    "bonus_as_no_less": warning(
        zh="「{title}」把{grade}按{paid_as}发放奖金：{amount} 元，不少于{grade}本身的 {own} 元。",
        en="“{title}” pays {grade} as {paid_as}: {amount} yuan, no less than the {own} yuan of {grade} itself.",
        do_zh="改为金额较低的等次，或删去该条件。",
        do_en="Name a grade with a lower bonus, or remove the gate.",
    ),
    "months_differ": warning(
        zh="「{title}」按 {stated} 个月折算奖金，而本部分的考核期有 {months} 个月。",
        en="“{title}” divides the bonus by {stated} months, but a period of this part has {months}.",
        do_zh="把 months 改为 {months}，或核对原文。",
        do_en="Set `months` to {months}, or check the plan.",
    ),
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def amounts(study: Study) -> Hits:
    """What the grades are paid, from the best to the worst."""
    for each in study.parts:
        if each.part.bonus is None:
            continue
        paid, path = each.part.bonus.by_grade, (*each.path, "bonus", "by_grade")
        for better, worse in pairwise(grade for grade in each.part.grades if grade in paid):
            if paid[worse] > paid[better]:
                words: Values = {"worse": each.grade(worse), "better": each.grade(better)}
                yield hit("bonus_upside_down", *path, worse, more=paid[worse], less=paid[better], **words)
        for grade in each.part.grades:
            if grade not in paid and grade in given(each):
                yield hit("bonus_missing", *path, about=grade, grade=each.grade(grade))


def gates(study: Study) -> Hits:
    """Gates that pay a grade as another, and gates that pay by the month."""
    for each in study.parts:
        paid = each.part.bonus.by_grade if each.part.bonus is not None else {}
        for number, gate in enumerate(each.part.gates.values()):
            effect, path = gate.effect, (*each.path, "gates", number, "effect")
            if isinstance(effect, BonusAs) and _paid(paid, effect.paid_as) >= _paid(paid, effect.grade):
                words: Values = {"title": gate.title, "grade": each.grade(effect.grade)}
                words |= {"paid_as": each.grade(effect.paid_as), "amount": paid[effect.paid_as]}
                yield hit("bonus_as_no_less", *path, own=paid[effect.grade], **words)
            pay = effect.bonus if isinstance(effect, OutOfScope) else None
            months = _MONTHS[each.cadence]
            if isinstance(pay, MonthlyPay) and pay.months != months:
                place = (*path, "bonus", "months")
                yield hit("months_differ", *place, title=gate.title, stated=pay.months, months=months)


def _paid(paid: dict[str, Decimal], grade: str) -> Decimal:
    return paid.get(grade, Decimal(0))


RULES = (amounts, gates)
