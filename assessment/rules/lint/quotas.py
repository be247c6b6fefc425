"""Findings about caps: categories too small for a seat, shares above the national ones."""

from decimal import Decimal
from fractions import Fraction

from assessment.rules.numbers import round2
from assessment.rules.vocabulary.results import Quota, SettingName

from .findings import Hits, Values, error, hit, warning
from .study import PartStudy, Study

NATIONAL, GRANTED = Decimal(20), Decimal(25)

WORDS = {
    "quota_without_seat": warning(
        zh="{grade}名额按 {percent}% 计算，{category} {size}，名额为 0。",
        en="Seats for {grade} are {percent} % of the group: {category} has {size}, which makes 0 seats.",
        do_zh="满 {enough}才有 1 个名额：可设保底名额（minimum: 1），或改按全单位计算，或与其他类别合并。",
        do_en="One seat needs {enough}: set a minimum of 1, take the share over the whole unit, or join categories.",
    ),
    "quota_minimum_over_share": warning(
        zh="{grade}保底名额为 {count} 个，{category} {size}，实占 {share}%，超过规定的 {percent}%。",
        en="{grade} has a minimum of {count} (seats): with {size} in {category} that is {share} %, above the {percent} % of the cap.",
        do_zh="确认原文允许保底超出比例，并写入口径说明；否则取消保底名额。",
        do_en="Confirm that the plan lets the minimum exceed the share and write it down as a reading; else drop the minimum.",
    ),
    "quota_rounded_over_share": warning(
        zh="{grade}名额按 {percent}% 计算后进位，{category} {size}得 {count} 个名额，实占 {share}%，超过规定的比例。",
        en="Seats for {grade} ({percent} %) are rounded up: {category} with {size} gets {count}, which is {share} %, above the share.",
        do_zh="确认原文允许进位，并写入口径说明；否则按舍去尾数计算（round_up_from: 1）。",
        do_en="Confirm that the plan rounds up and write it down as a reading; else cut fractions off (`round_up_from: 1`).",
    ),
    "quota_percent_zero": error(
        zh="{grade}名额比例为 0%，没有人能获得该等次。",
        en="The share of {grade} is 0 %: nobody can get this grade.",
        do_zh="填写实际比例；确实不设该等次的，从等次中删去。",
        do_en="Enter the real share; where the grade is not meant to be given, take it out.",
    ),
    "quota_setting_zero": warning(
        zh="{grade}名额比例取自设置「{setting}」，其默认值为 0%：未另行设置的单位没有人能获得该等次。",
        en="The share of {grade} comes from the setting “{setting}”, whose default is 0 %: units that do not set it give nobody this grade.",
        do_zh="给出默认比例，或要求使用单位先行设置。",
        do_en="Give a default, or have units set it before use.",
    ),
    "quota_over_national": warning(
        zh="年度{grade}比例为 {percent}%，高于国家规定的 {national}%；只有经批准的单位可以提高到 {granted}%。",
        en="The annual share of {grade} is {percent} %, above the national {national} %; only units that were granted it may go up to {granted} %.",
        do_zh="核实批准文件，并在口径说明或核实事项中写明；没有批准的，改为 {national}%。",
        do_en="Check the grant and name it in a reading or a check; without one, write {national} %.",
    ),
    "quota_over_limit": error(
        zh="年度{grade}比例为 {percent}%，超过国家规定的上限 {granted}%。",
        en="The annual share of {grade} is {percent} %, above the national limit of {granted} %.",
        do_zh="改为不超过 {national}%（经批准的不超过 {granted}%）。",
        do_en="Write at most {national} % (granted units at most {granted} %).",
    ),
}


def small_groups(study: Study) -> Hits:
    """Caps that give a group of the unit's real size no seat, or more than their share by the minimum."""
    figures = study.scheme.figures()
    for each in study.parts:
        for number, quota in enumerate(each.part.quotas):
            groups = sizes = each.sizes
            if quota.of == "unit":
                groups = {"": sum(sizes.values())} if sizes else {}
            for category, size in groups.items():
                yield from _seats(each, number, quota, category, size, figures)


def _seats(
    each: PartStudy, number: int, quota: Quota, category: str, size: int, figures: dict[str, Decimal]
) -> Hits:
    percent = quota.percent_in(figures)
    path = (*each.path, "quotas", number)
    words: Values = {
        "grade": each.grade(quota.grade),
        "percent": percent,
        "category": each.group(category),
        "size": each.counted(size),
    }
    seats = quota.seats(size, figures)
    if seats == 0 and percent > 0:
        yield hit(
            "quota_without_seat",
            *path,
            about=category,
            enough=each.counted(_enough(quota, size, figures)),
            **words,
        )
    elif seats * 100 > percent * size:
        words |= {"count": seats, "share": round2(Fraction(min(seats, size) * 100, size))}
        code = "quota_minimum_over_share" if seats == quota.minimum else "quota_rounded_over_share"
        yield hit(code, *path, about=category, **words)


def _enough(quota: Quota, size: int, figures: dict[str, Decimal]) -> int:
    """How many people it takes to have a seat, more than ``size``, which has none."""
    few, many = size, size * 2
    while not quota.seats(many, figures):
        few, many = many, many * 2
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if quota.seats(middle, figures) else (middle, many)
    return many


def shares(study: Study) -> Hits:
    """Caps of nothing, and caps on the year's excellent grade above the national ones."""
    for each in study.parts:
        for number, quota in enumerate(each.part.quotas):
            path = (*each.path, "quotas", number, "percent")
            percent = quota.percent_in(study.scheme.figures())
            words: Values = {"grade": each.grade(quota.grade), "percent": percent}
            if percent == 0 and quota.minimum == 0:
                if isinstance(quota.percent, SettingName):
                    setting = study.scheme.settings[quota.percent.setting].title
                    yield hit("quota_setting_zero", *path, setting=setting, **words)
                else:
                    yield hit("quota_percent_zero", *path, **words)
            of_the_year = each.cadence == "year" and quota.grade == "excellent"
            national = of_the_year and study.context.national and not each.part.of_departments
            if national and percent > NATIONAL:
                code = "quota_over_limit" if percent > GRANTED else "quota_over_national"
                yield hit(code, *path, national=NATIONAL, granted=GRANTED, **words)


RULES = (small_groups, shares)
