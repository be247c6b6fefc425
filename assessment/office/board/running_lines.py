"""The board of a period whose facts still flow: provisional scores of the people of one page."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from django.core.paginator import Page, Paginator

from assessment.facts.subjects import Snapshot, subjects_of
from assessment.models import Period, RatingSheet, RatingTask
from assessment.office.board.lines import BoardColumn, BoardRow, cells_of
from assessment.office.board.scope import BoardFilter, Departments, narrowed
from assessment.periods.membership import members
from assessment.policy import Action
from assessment.results.subject_rows import Words
from assessment.rules import OUT_OF_SCOPE, Outcome, Subject, provisional
from organization.models import Assignment
from organization.policy import Access

PAGE = 50


def handed_in_raters(period: Period) -> set[str]:
    """The raters whose scores count: until the sheet is handed in its rater is still writing."""
    sheets = RatingSheet.objects.filter(period=period, handed_in_at__isnull=False)
    return {str(rater) for rater in sheets.values_list("rater_id", flat=True)}


def subjects_shown(
    period: Period, staff_ids: Collection[int] | None, done: set[str]
) -> Iterator[tuple[Snapshot, Subject]]:
    """People as they stand now, with the scores of handed-in sheets only."""
    for person, subject in subjects_of(period, staff_ids=staff_ids):
        if subject.ratings:
            subject = replace(subject, ratings=[each for each in subject.ratings if each.rater in done])
        yield person, subject


def outcome_of(period: Period, subject: Subject) -> Outcome:
    """What can be said of somebody so far."""
    return provisional(period.rules, period.parsed_key, period.settings_exact, subject)


def running_page(
    period: Period,
    asked: BoardFilter,
    departments: Departments,
    only: Collection[int] | None,
    page: str,
) -> Page:  # type: ignore[type-arg]
    """A page of the people asked for; ``only`` narrows it to some. Two statements."""
    people = narrowed(members(period, departments), period, asked)
    if only is not None:
        people = people.filter(staff_id__in=only)
    return Paginator(people, PAGE).get_page(page)


def running_lines(
    access: Access, period: Period, words: Words, columns: list[BoardColumn], places: list[Assignment]
) -> list[BoardRow]:
    """The lines of these people; a fixed number of statements."""
    if not places:
        return []
    ids = [place.staff_id for place in places]
    done = handed_in_raters(period) if words.part.rating_items else set()
    given = _given(period, ids, done) if words.part.rating_items else {}
    known = {int(s.id): s for _snapshot, s in subjects_shown(period, ids, done)}
    return [
        _line(access, period, words, columns, place, known[place.staff_id], given.get(place.staff_id, {}))
        for place in places
    ]


def _line(
    access: Access,
    period: Period,
    words: Words,
    columns: list[BoardColumn],
    place: Assignment,
    subject: Subject,
    given: dict[str, tuple[int, int]],
) -> BoardRow:
    outcome = outcome_of(period, subject)
    is_assessed = outcome.status != OUT_OF_SCOPE
    told = access.covers(Action.VIEW_RESULTS, place.department_id)
    return BoardRow(
        staff_id=place.staff_id,
        number=place.staff.number,
        name=place.staff.name,
        department=place.department.name,
        category=words.category(place.category),
        cells=cells_of(words, columns, subject, outcome.items, given) if is_assessed else [],
        score=outcome.score,
        waits=is_assessed and outcome.score is None,
        is_assessed=is_assessed,
        told=told,
        remarks=[words.part.gates[gate].title.get(words.language) for gate in outcome.gates] if told else [],
    )


def _given(period: Period, ids: list[int], done: set[str]) -> dict[int, dict[str, tuple[int, int]]]:
    """Scores in and scores asked, by person and item."""
    found: dict[int, dict[str, tuple[int, int]]] = {}
    tasks = RatingTask.objects.filter(period=period, staff_id__in=ids).order_by()
    for staff_id, item, rater_id, score in tasks.values_list("staff_id", "item", "rater_id", "score"):
        counts = found.setdefault(staff_id, {})
        given, asked = counts.get(item, (0, 0))
        counts[item] = (given + (score is not None and str(rater_id) in done), asked + 1)
    return found
