"""The score: its items, the earlier periods, the questionnaire."""

from collections.abc import Iterator

from ..vocabulary.results import HistoryScore, IndexScore, SettingName, TotalScore
from .place import Found, PartPlace

_NOT_WITH_QUESTIONS = ("clauses", "facts", "months", "items", "quotas", "departments")


def faults(place: PartPlace) -> Iterator[Found]:
    """References of the score."""
    score = place.part.score
    if place.of_departments and isinstance(score, IndexScore):
        yield place.at("score"), "a questionnaire about departments is the one about the people"
    elif isinstance(score, HistoryScore):
        yield from place.known(score.of, place.pack.parts, "part", "score", "of")
        if score.of in place.pack.parts and place.part_of(score.of) is None:
            yield place.at("score", "of"), f"the part `{score.of}` assesses no departments"
    elif isinstance(score, TotalScore):
        if isinstance(score.start, SettingName):
            yield from place.known(
                score.start.setting, place.settings, "setting", "score", "start", "setting"
            )
        for number, term in enumerate(score.terms):
            yield from place.known(term.item, place.items, "item", "score", "terms", number, "item")
    else:
        yield from _questionnaire(place, score)


def _questionnaire(place: PartPlace, score: IndexScore) -> Iterator[Found]:
    for number, answer in enumerate(score.answers):
        path = ("score", "answers", number, "setting")
        yield from place.known(answer.setting, place.settings, "setting", *path)
    yield from place.known(score.nothing_flag, place.flags, "flag", "score", "nothing_flag")
    for key in _NOT_WITH_QUESTIONS:
        if getattr(place.part, key, ()):
            yield place.at(key), f"a part whose score is a questionnaire has no `{key}`"
