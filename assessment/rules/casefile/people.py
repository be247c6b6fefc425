"""The people of a case: their category, department, duties, facts, states and earlier results."""

from collections.abc import Collection, Iterator

from assessment.rules.periods import PeriodKey
from assessment.rules.scheme import Part, Scheme
from assessment.rules.subjects import State, Subject

from .facts import read_facts, read_months
from .history import read_history
from .values import JsonLocation

_KEYS = frozenset({"id", "category", "department", "duties", "facts", "months", "states", "history"})


def read_person(
    place: JsonLocation, scheme: Scheme, part: Part, period: PeriodKey, departments: Collection[str] | None
) -> Subject:
    """What is known of one person; what is faulty is noted and left out.

    ``departments`` are the ids a department must be one of; None where it is a free label.
    """
    place.only(_KEYS)
    return Subject(
        id=place.text("id") or "",
        category=_category(place, scheme) or "",
        department=_department(place, part, departments),
        duties=tuple(_duties(place, part)),
        facts=read_facts(place, part),
        months=read_months(place, part, period),
        states=list(_states(place, scheme)),
        history=list(read_history(place, scheme, part, period)),
    )


def _category(place: JsonLocation, scheme: Scheme) -> str | None:
    """A category of the scheme; a free label, which may be left out, where the scheme has none."""
    category = place.text("category", required=bool(scheme.categories))
    if category is not None and scheme.categories and category not in scheme.categories:
        place.fault("category", "no_category", name=category, known=tuple(scheme.categories))
    return category


def _department(place: JsonLocation, part: Part, departments: Collection[str] | None) -> str | None:
    """The department, required where points come from it or go to it."""
    department = place.text("department", required=part.ties_departments)
    if department is None or departments is None or department in departments:
        return department
    place.fault("department", "department_not_listed", name=department, known=tuple(departments))
    return None


def _duties(place: JsonLocation, part: Part) -> Iterator[str]:
    seen: set[str] = set()
    for number, duty in place.listed("duties"):
        path = f"duties[{number}]"
        if not isinstance(duty, str) or duty not in part.duties:
            place.fault(path, "no_duty", name=duty, known=tuple(part.duties))
        elif duty in seen:
            place.fault(path, "duty_repeated", name=duty)
        else:
            seen.add(duty)
            yield duty


def _states(place: JsonLocation, scheme: Scheme) -> Iterator[State]:
    for _, state in place.objects("states"):
        state.only({"kind", "from", "to"})
        kind = state.text("kind")
        if kind is not None and kind not in scheme.states:
            state.fault("kind", "no_state", name=kind, known=tuple(scheme.states))
            kind = None
        first = state.day("from")
        last = None
        if state.data.get("to") is not None:
            last = state.day("to")
            if kind is not None and not scheme.has_end(kind):
                state.fault("to", "state_without_end", name=kind)
                last = None
            elif last is not None and first is not None and last < first:
                state.fault("to", "end_before_start", last=last, first=first)
                last = None
        if kind is not None and first is not None:
            yield State(kind, first, last)
