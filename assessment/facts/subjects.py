"""Gathering the facts of a period: everyone in it with entries, given scores, figures, states and past results.

The number of statements does not depend on the number of people: each kind of fact is one query in the order of the
people, read in pieces, and the streams are merged.
"""

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, NullIf

from assessment.facts.consistent_read import Reader, Row, here
from assessment.facts.core_entries import matter_of
from assessment.facts.department_subjects import DepartmentSnapshot, department_subjects
from assessment.facts.merge_join import Grouped
from assessment.facts.optional_facts import RareFacts
from assessment.facts.providers import AskedOffer, asked_about, offered
from assessment.models import Entry, Figure, Period, RatingTask, Result
from assessment.periods.parts import parts_of
from assessment.rules import Entry as Matter
from assessment.rules import Past, Rating, Scheme, State, Subject
from organization.models import Assignment, StaffState
from organization.subjects import SubjectRef

_ONE = Decimal(1)
StaffIds = Collection[int] | None


class Snapshot(NamedTuple):
    """Who somebody is in a period: department and category of the last assignment in force within it."""

    staff_id: int
    number: str
    name: str
    department_id: int
    department: str
    category: str

    @property
    def subject(self) -> SubjectRef:
        """Whom it is about."""
        return SubjectRef.staff(self.staff_id)


class Gathering:
    """One pass over the people of a period, then (``departments``) one over its departments.

    After the pass ``strangers`` holds the ids of people that have entries but no place in the period, and ``owed``
    every score that was asked of a rater and not given: ``(staff id, item, rater id)``; ``owed_on_departments`` the
    same by department id.
    """

    def __init__(self, period: Period, reader: Reader, *, staff_ids: StaffIds = None) -> None:
        self.period, self.reader, self.staff_ids = period, reader, staff_ids
        self.scheme: Scheme = period.rules
        self.part = self.scheme.part(period.parsed_key.cadence)
        self.strangers: set[int] = set()
        self.owed: list[tuple[int, str, int]] = []
        self.owed_on_departments: list[tuple[int, str, int]] = []
        self._rare: RareFacts | None = None

    def __iter__(self) -> Iterator[tuple[Snapshot, Subject]]:
        entries = self._grouped(self.part.recordable, entry_rows)
        ratings = self._grouped(self.part.rating_items, vote_rows if self.part.rounds_items else rating_rows)
        figures = self._grouped(self.part.facts, figure_rows)
        states = self._grouped(self.scheme.states, state_rows)
        history = self._grouped(self.part.history, history_rows)
        offers = self._offers()
        rarely = self.rare.of_person if self.rare else None
        nothing: dict[str, Decimal] = {}
        asked = self._asked()
        for person in roster(self.period, self.reader, self.staff_ids):
            staff_id = person.staff_id
            if asked and ("staff", staff_id) not in asked:
                continue
            rated = ratings.of(staff_id)
            facts = {
                **offers.get(staff_id, nothing),
                **{name: value for _, name, value in figures.of(staff_id)},
            }
            yield (
                person,
                Subject(
                    id=str(staff_id),
                    category=person.category,
                    department=str(person.department_id),
                    duties=self._duties(rated),
                    facts=facts,
                    states=[State(kind, first, last) for _, kind, first, last in states.of(staff_id)],
                    history=[Past(key, score, grade) for _, key, score, grade in history.of(staff_id)],
                    entries=[
                        Matter(ref, clause, day, _ONE if count is None else count, points)
                        if more is None
                        else matter_of(ref, clause, day, count, points, more)
                        for _, ref, clause, day, count, points, more in entries.of(staff_id)
                    ],
                    ratings=self._ratings(rated),
                    **(rarely(staff_id, person.department_id) if rarely else nothing),
                ),
            )
        self.strangers = entries.finish()

    def departments(
        self, department_ids: Collection[int] | None = None
    ) -> Iterator[tuple[DepartmentSnapshot, Subject]]:
        """Every department with its facts, by id; nobody where the scheme does not assess departments."""
        part = self.part.departments
        if part is not None:
            asked = self._asked()
            for department, subject in department_subjects(
                self.period, self.reader, part, self.rare, self.owed_on_departments, department_ids
            ):
                if not asked or ("department", department.department_id) in asked:
                    yield department, subject

    def _asked(self) -> frozenset[AskedOffer]:
        """About whom the questionnaire asks; empty where there is none, or where it asks about everyone."""
        return asked_about(self.period) if self.part.asks is not None else frozenset()

    @property
    def rare(self) -> RareFacts:
        """What few schemes ask for, read once."""
        if self._rare is None:
            self._rare = RareFacts(self.period, self.reader, self.part, self.staff_ids)
        return self._rare

    def _grouped(self, needed: object, query: Callable[[Period, StaffIds], QuerySet[Any, Any]]) -> Grouped:
        """The stream of one kind of facts; empty where the scheme asks for none of it."""
        return Grouped(self.reader.rows(query(self.period, self.staff_ids)) if needed else ())

    def _ratings(self, rated: list[Row]) -> list[Rating]:
        found = []
        for staff_id, ref, item, rater, score, *vote in rated:
            role, number, level = vote or ("", 0, "")
            if score is None and not level:
                if item not in self.part.optional_ratings:
                    self.owed.append((staff_id, item, rater))
            else:
                found.append(
                    Rating(ref, item, str(rater), score, role or None, number or None, level or None)
                )
        return found

    def _duties(self, rated: list[Row]) -> list[str]:
        if not rated:
            return []
        items = {row[2] for row in rated}
        return [duty for duty in self.part.duties if duty in items]

    def _offers(self) -> dict[int, dict[str, Decimal]]:
        found: dict[int, dict[str, Decimal]] = {}
        for staff_id, name, value in offered(self.period) if self.part.facts else ():
            if name in self.part.facts:
                found.setdefault(staff_id, {})[name] = value
        return found


def subjects_of(period: Period, *, staff_ids: StaffIds = None) -> Iterator[tuple[Snapshot, Subject]]:
    """Everyone in a period, by staff id, with the facts as they stand now; ``staff_ids`` limits it to some."""
    return iter(Gathering(period, here(), staff_ids=staff_ids))


def roster(period: Period, reader: Reader, staff_ids: StaffIds = None) -> Iterator[Snapshot]:
    """Who is in a period: an assignment touches it; the last one in force within it counts."""
    rows = Assignment.objects.touching(period.starts_on, period.ends_on).filter(staff__unit=period.unit_id)
    query = _of(rows, staff_ids).order_by("staff_id", "valid_from")
    columns = ("staff_id", "staff__number", "staff__name", "department_id", "department__name", "category")
    shared: dict[str, str] = {}
    last: Row | None = None
    for row in reader.rows(query.values_list(*columns)):
        if last is not None and last[0] != row[0]:
            yield _snapshot(last, shared)
        last = row
    if last is not None:
        yield _snapshot(last, shared)


def _snapshot(row: Row, shared: dict[str, str]) -> Snapshot:
    """One department's name is one text in memory, however many people it has."""
    staff_id, number, name, department_id, department, category = row
    department, category = shared.setdefault(department, department), shared.setdefault(category, category)
    return Snapshot(staff_id, number, name, department_id, department, category)


def people_in(period: Period) -> int:
    """How many people are in a period."""
    rows = Assignment.objects.touching(period.starts_on, period.ends_on).filter(staff__unit=period.unit_id)
    return rows.order_by().values("staff_id").distinct().count()


def entry_rows(period: Period, staff_ids: StaffIds = None) -> QuerySet[Any, Any]:
    """Entries that count: staff, id, clause, day, count, points, attributes or None."""
    counting = Entry.objects.counting().filter(period=period, staff__isnull=False)
    particulars = NullIf(Cast("attributes", TextField()), Value("{}"), output_field=TextField())
    return (
        _of(counting, staff_ids)
        .order_by("staff_id", "id")
        .values_list("staff_id", "id", "clause", "occurred_on", "count", "points", particulars)
    )


def rating_rows(period: Period, staff_ids: StaffIds = None) -> QuerySet[Any, Any]:
    """Scores to give: staff, id, item, rater, score or None."""
    tasks = _of(RatingTask.objects.filter(period=period), staff_ids).order_by("staff_id", "item", "id")
    return tasks.values_list("staff_id", "id", "item", "rater_id", "score")


def vote_rows(period: Period, staff_ids: StaffIds = None) -> QuerySet[Any, Any]:
    """The same with what a vote in rounds says: role, round, level (empty, 0, empty where there is none)."""
    columns = ("staff_id", "id", "item", "rater_id", "score", "role", "round", "level")
    return rating_rows(period, staff_ids).values_list(*columns)


def figure_rows(period: Period, staff_ids: StaffIds = None) -> QuerySet[Any, Any]:
    """Figures of the period entered by hand: staff, name, value."""
    figures = _of(Figure.objects.filter(period=period, month=""), staff_ids).order_by("staff_id", "name")
    return figures.values_list("staff_id", "name", "value")


def state_rows(period: Period, staff_ids: StaffIds = None) -> QuerySet[Any, Any]:
    """States that began by the period's last day: staff, kind, first day, last day or None."""
    states = StaffState.objects.filter(staff__unit=period.unit_id, valid_from__lte=period.ends_on)
    states = _of(states, staff_ids).order_by("staff_id", "valid_from", "kind")
    return states.values_list("staff_id", "kind", "valid_from", "valid_to")


def history_rows(period: Period, staff_ids: StaffIds = None) -> QuerySet[Any, Any]:
    """Results that count of the parts of a period: staff, key, score, grade (decided, else computed)."""
    current = parts_of(period).filter(current_close__isnull=False).order_by().values("current_close")
    results = Result.objects.people().filter(close__in=current).with_final()
    return (
        _of(results, staff_ids)
        .order_by("staff_id", "close__period__starts_on")
        .values_list("staff_id", "close__period__key", "score", "final_grade")
    )


def _of(rows: QuerySet[Any, Any], staff_ids: StaffIds) -> QuerySet[Any, Any]:
    return rows if staff_ids is None else rows.filter(staff_id__in=staff_ids)
