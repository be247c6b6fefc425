"""The people of a case: their category, duties, facts, states and earlier results."""

from collections.abc import Iterator
from decimal import Decimal

from ..figures import plain, read_figure
from ..periods import Cadence, PeriodKey
from ..scheme import Part, Scheme
from ..subjects import Past, State, Subject
from .values import Place

_KEYS = frozenset({"id", "category", "department", "duties", "facts", "months", "states", "history"})


def read_person(place: Place, scheme: Scheme, part: Part, period: PeriodKey) -> Subject:
    """What is known of one person; what is faulty is noted and left out."""
    place.only(_KEYS)
    category = place.text("category")
    if category is not None and category not in scheme.categories:
        place.fault("category", f"there is no category {category!r}: {', '.join(scheme.categories)}")
    return Subject(
        id=place.text("id") or "",
        category=category or "",
        department=place.text("department", required=False),
        duties=tuple(_duties(place, part)),
        facts=dict(_facts(place, part)),
        months=_months(place, part, period),
        states=list(_states(place, scheme)),
        history=list(_history(place, scheme, part, period)),
    )


def _duties(place: Place, part: Part) -> Iterator[str]:
    seen: set[str] = set()
    for number, duty in place.listed("duties"):
        path = f"duties[{number}]"
        if not isinstance(duty, str) or duty not in part.duties:
            place.fault(path, f"there is no duty {duty!r}: {', '.join(part.duties) or 'none'}")
        elif duty in seen:
            place.fault(path, f"the duty {duty!r} stands here a second time")
        else:
            seen.add(duty)
            yield duty


def _facts(place: Place, part: Part) -> Iterator[tuple[str, Decimal]]:
    facts = place.object("facts")
    for name in facts.data:
        if name not in part.facts:
            facts.fault(name, f"there is no fact {name!r} in this period: {', '.join(part.facts) or 'none'}")
            continue
        figure = facts.named_figure(name, part.facts[name])
        if figure is not None:
            yield name, figure


def _months(place: Place, part: Part, period: PeriodKey) -> dict[str, dict[str, Decimal]]:
    months = place.object("months")
    known = {month.key for month in period.parts("month") or (period,)}
    read: dict[str, dict[str, Decimal]] = {}
    for key in months.data:
        if key not in known:
            months.fault(key, f"{key!r} is no month of the period {period}")
            continue
        month = months.object(key)
        read[key] = {}
        for name in month.data:
            if name not in part.months:
                month.fault(name, f"there is no figure {name!r} of a month")
                continue
            figure = month.named_figure(name, part.months[name])
            if figure is not None:
                read[key][name] = figure
    return read


def _states(place: Place, scheme: Scheme) -> Iterator[State]:
    for _, state in place.objects("states"):
        state.only({"kind", "from", "to"})
        kind = state.text("kind")
        if kind is not None and kind not in scheme.states:
            state.fault("kind", f"there is no state {kind!r}: {', '.join(scheme.states)}")
            kind = None
        first = state.day("from")
        last = None
        if state.data.get("to") is not None:
            last = state.day("to")
            if kind is not None and not scheme.has_end(kind):
                state.fault("to", f"a state {kind!r} has no last day")
                last = None
            elif last is not None and first is not None and last < first:
                state.fault("to", f"{last} is before {first}")
                last = None
        if kind is not None and first is not None:
            yield State(kind, first, last)


def _history(place: Place, scheme: Scheme, part: Part, period: PeriodKey) -> Iterator[Past]:
    cadence = part.history
    seen: set[str] = set()
    for _, past in place.objects("history"):
        past.only({"period", "score", "grade"})
        key = past.text("period")
        if key is not None and not _earlier(key, cadence, period):
            past.fault("period", f"{key!r} is no {cadence or 'earlier period'} of {period}")
            key = None
        if key is not None and key in seen:
            past.fault("period", f"{key!r} stands here a second time")
            key = None
        score = _past_score(past, scheme, part)
        grade = _past_grade(past, scheme, part)
        if key is not None:
            seen.add(key)
            yield Past(key, score, grade)


def _earlier(key: str, cadence: Cadence | None, period: PeriodKey) -> bool:
    try:
        earlier = PeriodKey.parse(key)
    except ValueError:
        return False
    return cadence is not None and earlier.cadence == cadence and period.encloses(earlier)


def _past_score(past: Place, scheme: Scheme, part: Part) -> Decimal | None:
    value = past.data.get("score")
    if value is None:
        return None
    score = read_figure(value)
    maximum = getattr(part.score, "maximum", None)
    if score is None:
        past.fault("score", f'{value!r} is not a figure: an integer or a text like "12.5" is expected')
    elif score < 0:
        past.fault("score", f"{plain(score)} is below 0")
    elif maximum is not None and score > maximum:
        past.fault("score", f"{plain(score)} is over the maximum {plain(maximum)}")
    else:
        return score
    return None


def _past_grade(past: Place, scheme: Scheme, part: Part) -> str | None:
    grade = past.data.get("grade")
    if grade is None:
        return None
    ungraded = part.history is not None and not scheme.parts[part.history].grades
    used = () if ungraded else tuple(scheme.grades)
    if not isinstance(grade, str) or grade not in used:
        past.fault("grade", f"the scheme gives no grade {grade!r} there: {', '.join(used) or 'none'}")
        return None
    return grade
