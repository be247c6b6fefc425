"""From score to grade: grades, bands, rules and quotas."""

from collections.abc import Iterator

from assessment.rules.faults import message
from assessment.rules.vocabulary.results import Quota, SettingName

from .place import ENGINE_FLAGS, Found, PartPlace


def faults(place: PartPlace) -> Iterator[Found]:
    """References of the grading."""
    part = place.part
    for number, grade in enumerate(part.grades):
        yield from place.known(grade, place.grades, "grade_unknown", "grades", number)
    yield from _in_pack_order(place)
    if part.bands and part.rules:
        yield place.at("rules"), message("bands_and_rules")
    for number, band in enumerate(part.bands):
        yield from place.known_grade(band.grade, "bands", number, "grade")
    yield from _falling_bands(place)
    yield from _rules(place)
    if part.without_score is not None:
        yield from place.known_grade(part.without_score, "without_score")
        if not part.bands:
            yield place.at("without_score"), message("without_score_without_bands")
    yield from _quotas(place)


def _in_pack_order(place: PartPlace) -> Iterator[Found]:
    order = [grade.code for grade in place.pack.grades]
    known = [grade for grade in place.part.grades if grade in order]
    if known != sorted(known, key=order.index):
        yield place.at("grades"), message("grades_out_of_order")


def _falling_bands(place: PartPlace) -> Iterator[Found]:
    bands, grades = place.part.bands, place.part.grades
    for number, band in enumerate(bands):
        if (band.at_least is None) != (number == len(bands) - 1):
            yield place.at("bands", number), message("band_without_line")
        above = bands[number - 1] if number else None
        if above is None:
            continue
        known = {band.grade, above.grade} <= set(grades)
        if known and grades.index(above.grade) >= grades.index(band.grade):
            path = place.at("bands", number, "grade")
            yield path, message("band_grade_not_below")
        if band.at_least is not None and above.at_least is not None and band.at_least >= above.at_least:
            yield place.at("bands", number, "at_least"), message("bands_not_falling")


def _rules(place: PartPlace) -> Iterator[Found]:
    rules = place.part.rules
    for number, rule in enumerate(rules):
        if rule.grade is not None:
            yield from place.known_grade(rule.grade, "rules", number, "grade")
        yield from place.known_flags(rule.flags, "rules", number, "flags")
        if (rule.when is None) != (number == len(rules) - 1):
            yield place.at("rules", number), message("rule_without_when")


def _quotas(place: PartPlace) -> Iterator[Found]:
    capped: set[str] = set()
    for number, quota in enumerate(place.part.quotas):
        if quota.grade in capped:
            path = place.at("quotas", number, "grade")
            yield path, message("quota_repeated", name=quota.grade)
        capped.add(quota.grade)
        if quota.next in capped:
            path = place.at("quotas", number, "next")
            yield path, message("next_quota_above")
        yield from _quota(place, quota, number)
    if place.part.quotas:
        for flag in ENGINE_FLAGS:
            yield from place.known(flag, place.flags, "flag_unknown", "quotas")


def _quota(place: PartPlace, quota: Quota, number: int) -> Iterator[Found]:
    order = list(place.part.grades)
    yield from place.known_grade(quota.grade, "quotas", number, "grade")
    yield from place.known_grade(quota.next, "quotas", number, "next")
    if quota.grade in order and quota.next in order[: order.index(quota.grade) + 1]:
        yield place.at("quotas", number, "next"), message("next_grade_not_below")
    for key, stated in (("percent", quota.percent), ("round_up_from", quota.round_up_from)):
        if isinstance(stated, SettingName):
            path = ("quotas", number, key, "setting")
            yield from place.known(stated.setting, place.settings, "setting_unknown", *path)
    if quota.spread is not None and quota.of != "unit":
        path_spread = place.at("quotas", number, "spread")
        yield path_spread, message("spread_without_unit")
    yield from place.known_flags(quota.dropped_flags, "quotas", number, "dropped_flags")
