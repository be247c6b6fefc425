"""The earlier results of a person or a department."""

from collections.abc import Iterator
from decimal import Decimal

from assessment.rules.numbers import plain, read_figure
from assessment.rules.periods import Cadence, PeriodKey
from assessment.rules.scheme import Part, Scheme
from assessment.rules.subjects import Past

from .values import JsonLocation

_EARLIER_CODES: dict[Cadence | None, str] = {
    "month": "not_month_of",
    "quarter": "not_quarter_of",
    "year": "not_year_of",
    None: "not_earlier",
}


def read_history(place: JsonLocation, scheme: Scheme, part: Part, period: PeriodKey) -> Iterator[Past]:
    """The earlier periods inside this one, each once, with a score it can have and a grade the scheme gives."""
    cadence = part.history
    seen: set[str] = set()
    for _, past in place.objects("history"):
        past.only({"period", "score", "grade"})
        key = past.text("period")
        if key is not None and not _earlier(key, cadence, period):
            past.fault("period", _EARLIER_CODES[cadence], key=key, period=period)
            key = None
        if key is not None and key in seen:
            past.fault("period", "repeated", name=key)
            key = None
        score = _score(past, part)
        grade = _grade(past, scheme, part)
        if key is not None:
            seen.add(key)
            yield Past(key, score, grade)


def _earlier(key: str, cadence: Cadence | None, period: PeriodKey) -> bool:
    try:
        earlier = PeriodKey.parse(key)
    except ValueError:
        return False
    return cadence is not None and earlier.cadence == cadence and period.encloses(earlier)


def _score(past: JsonLocation, part: Part) -> Decimal | None:
    value = past.data.get("score")
    if value is None:
        return None
    score = read_figure(value)
    maximum = getattr(part.score, "maximum", None)
    if score is None:
        past.fault("score", "not_a_figure", value=value)
    elif score < 0:
        past.fault("score", "below", figure=plain(score), bound="0")
    elif maximum is not None and score > maximum:
        past.fault("score", "over_maximum", figure=plain(score), bound=plain(maximum))
    else:
        return score
    return None


def _grade(past: JsonLocation, scheme: Scheme, part: Part) -> str | None:
    grade = past.data.get("grade")
    if grade is None:
        return None
    kind = "department" if part.of_departments else "staff"
    ungraded = part.history is not None and not scheme.parts[part.history].of_kind(kind).grades
    used = () if ungraded else tuple(scheme.grades)
    if not isinstance(grade, str) or grade not in used:
        past.fault("grade", "grade_not_given", name=grade, known=used)
        return None
    return grade
