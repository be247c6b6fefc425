"""The score: its items, the earlier periods, the questionnaire."""

from collections.abc import Iterator

from assessment.rules.faults import message
from assessment.rules.vocabulary.results import HistoryScore, IndexScore, SettingName, TotalScore

from .place import Found, PartPlace

_NOT_WITH_QUESTIONS = ("clauses", "facts", "months", "items", "quotas", "departments")


def faults(place: PartPlace) -> Iterator[Found]:
    """References of the score."""
    score = place.part.score
    if place.of_departments and isinstance(score, IndexScore):
        yield place.at("score"), message("department_questionnaire")
    elif isinstance(score, HistoryScore):
        yield from place.known(score.of, place.pack.parts, "part_unknown", "score", "of")
        if score.of in place.pack.parts and place.part_of(score.of) is None:
            yield place.at("score", "of"), message("part_without_departments", name=score.of)
    elif isinstance(score, TotalScore):
        if isinstance(score.start, SettingName):
            yield from place.known(
                score.start.setting, place.settings, "setting_unknown", "score", "start", "setting"
            )
        for number, term in enumerate(score.terms):
            yield from place.known(term.item, place.items, "item_unknown", "score", "terms", number, "item")
    else:
        yield from _questionnaire(place, score)


def _questionnaire(place: PartPlace, score: IndexScore) -> Iterator[Found]:
    for number, answer in enumerate(score.answers):
        path = ("score", "answers", number, "setting")
        yield from place.known(answer.setting, place.settings, "setting_unknown", *path)
    yield from place.known(score.nothing_flag, place.flags, "flag_unknown", "score", "nothing_flag")
    for key in _NOT_WITH_QUESTIONS:
        if getattr(place.part, key, ()):
            yield place.at(key), message("not_beside_questionnaire", key=key)
