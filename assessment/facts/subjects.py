"""Gathering the facts of a period: everyone in it with entries, given scores, figures, states and past results.

The number of statements does not depend on the number of subjects: each kind of fact is one query in the order of the
subjects, read in pieces, and the streams are merged.
"""

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, NullIf

from assessment.facts.consistent_read import Reader, Row, here
from assessment.facts.core_entries import matter_of
from assessment.facts.merge_join import Grouped
from assessment.facts.optional_facts import RareFacts
from assessment.facts.providers import asked_about, offered
from assessment.models import Entry, Figure, Period, RatingTask, Result
from assessment.periods.membership import assignments_in, departments_assessed
from assessment.periods.parts import parts_of
from assessment.rules import Entry as Matter
from assessment.rules import Part, Past, Rating, Scheme, State, Subject
from organization.models import StaffState
from organization.selectors import IN_TURN, last_of_each
from organization.subjects import SubjectKind, SubjectRef

_ONE = Decimal(1)
Ids = Collection[int] | None
"""Some subjects of a kind; None is everyone."""
Query = Callable[[Period, SubjectKind, Ids], QuerySet[Any, Any]]


class Snapshot(NamedTuple):
    """Who somebody is in a period: department and category of the last assignment in force within it.

    Of a department: its code as ``number``, itself as ``department``, as they are on the day of the close.
    """

    kind: SubjectKind
    id: int
    number: str
    name: str
    department_id: int
    department: str
    category: str = ""

    @property
    def subject(self) -> SubjectRef:
        """Who it is; made when it is asked for, a close of many people hardly does."""
        return SubjectRef(self.kind, self.id)

    @property
    def staff_id(self) -> int:
        """The id of the person. Raises ValueError for a department."""
        if self.kind == "department":
            raise ValueError(f"{self.name} is a department")
        return self.id


Roster = Callable[[Period, Reader, Ids], Iterator[Snapshot]]


class Owed(NamedTuple):
    """A score (or a level) that was asked of a rater and not given."""

    subject: SubjectRef
    item: str
    rater_id: int


class Gathering:
    """One pass over the people of a period, by id, and then over its departments where the scheme assesses them.

    ``people`` and ``departments`` are the two halves of it. After the pass ``strangers`` holds the ids of people that
    have entries but no place in the period, and ``owed`` every score that was asked of a rater and not given.
    """

    def __init__(
        self, period: Period, reader: Reader, *, staff_ids: Ids = None, department_ids: Ids = None
    ) -> None:
        self.period, self.reader = period, reader
        self.ids: dict[SubjectKind, Ids] = {"staff": staff_ids, "department": department_ids}
        self.scheme: Scheme = period.rules
        self.part = self.scheme.part(period.parsed_key.cadence)
        self.strangers: set[int] = set()
        self.owed: list[Owed] = []
        self._rare: RareFacts | None = None

    def __iter__(self) -> Iterator[tuple[Snapshot, Subject]]:
        yield from self.people()
        yield from self.departments()

    def people(self) -> Iterator[tuple[Snapshot, Subject]]:
        """Everyone in the period with their facts, by id."""
        return self._stream("staff", self.part, people_roster)

    def departments(self) -> Iterator[tuple[Snapshot, Subject]]:
        """Every department with its facts, by id; none where the scheme does not assess departments."""
        return self._stream("department", self.part.departments, department_roster)

    def _stream(
        self, kind: SubjectKind, part: Part | None, roster: Roster
    ) -> Iterator[tuple[Snapshot, Subject]]:
        ids, is_person = self.ids[kind], kind == "staff"
        if part is None or (ids is not None and not ids):
            return
        entries = self._grouped(part.recordable, entry_rows, kind)
        ratings = self._grouped(part.rating_items, vote_rows if part.rounds_items else rating_rows, kind)
        figures = self._grouped(part.facts and is_person, figure_rows, kind)
        states = self._grouped(self.scheme.states and is_person, state_rows, kind)
        history = self._grouped(part.history, history_rows, kind)
        offers, known = self._offers(part), {} if is_person else self.rare.departments
        rarely = self.rare.of if self.rare else None
        nothing: dict[str, Decimal] = {}
        asked = asked_about(self.period) if part.asks is not None else frozenset()
        for place in roster(self.period, self.reader, ids):
            pk = place.id
            if asked and place.subject not in asked:
                continue
            rated = ratings.of(pk)
            facts = {
                **(offers.get(place.subject, nothing) if offers else nothing),
                **(known.get(pk, nothing) if known else nothing),
                **{name: value for _, name, value in figures.of(pk)},
            }
            yield (
                place,
                Subject(
                    id=str(pk),
                    category=place.category,
                    department=str(place.department_id) if is_person else None,
                    kind=kind,
                    duties=_duties(part, rated) if rated else [],
                    facts=facts,
                    states=[State(kind, first, last) for _, kind, first, last in states.of(pk)],
                    history=[Past(key, score, grade) for _, key, score, grade in history.of(pk)],
                    entries=[
                        Matter(ref, clause, day, _ONE if count is None else count, points)
                        if more is None
                        else matter_of(ref, clause, day, count, points, more)
                        for _, ref, clause, day, count, points, more in entries.of(pk)
                    ],
                    ratings=self._ratings(part, place, rated) if rated else [],
                    **(rarely(place.subject, place.department_id) if rarely else nothing),
                ),
            )
        if is_person:
            self.strangers = entries.finish()

    @property
    def rare(self) -> RareFacts:
        """What few schemes ask for, read once."""
        if self._rare is None:
            self._rare = RareFacts(self.period, self.reader, self.part, self.ids["staff"])
        return self._rare

    def _grouped(self, needed: object, query: Query, kind: SubjectKind) -> Grouped:
        """The stream of one kind of facts; empty where the scheme asks for none of it."""
        return Grouped(self.reader.rows(query(self.period, kind, self.ids[kind])) if needed else ())

    def _ratings(self, part: Part, place: Snapshot, rated: list[Row]) -> list[Rating]:
        """Scores given; one that was asked for and not given is owed, unless the scheme says what none is worth."""
        found = []
        for _, ref, item, rater, score, *vote in rated:
            role, number, level = vote or ("", 0, "")
            if score is None and not level:
                if item not in part.optional_ratings:
                    self.owed.append(Owed(place.subject, item, rater))
            else:
                found.append(
                    Rating(ref, item, str(rater), score, role or None, number or None, level or None)
                )
        return found

    def _offers(self, part: Part) -> dict[SubjectRef, dict[str, Decimal]]:
        found: dict[SubjectRef, dict[str, Decimal]] = {}
        for subject, name, value in offered(self.period) if part.facts else ():
            if name in part.facts:
                found.setdefault(subject, {})[name] = value
        return found


def _duties(part: Part, rated: list[Row]) -> list[str]:
    items = {row[2] for row in rated}
    return [duty for duty in part.duties if duty in items]


def subjects_of(
    period: Period, *, staff_ids: Ids = None, department_ids: Ids = ()
) -> Iterator[tuple[Snapshot, Subject]]:
    """The people in a period, by id, with the facts as they stand now; ``staff_ids`` limits it to some.

    After them the departments of ``department_ids`` (None: all of them).
    """
    return iter(Gathering(period, here(), staff_ids=staff_ids, department_ids=department_ids))


def people_roster(period: Period, reader: Reader, ids: Ids = None) -> Iterator[Snapshot]:
    """The people in a period, by id."""
    query = assignments_in(period) if ids is None else assignments_in(period).filter(staff_id__in=ids)
    columns = ("staff_id", "staff__number", "staff__name", "department_id", "department__name", "category")
    shared: dict[str, str] = {}
    for row in last_of_each(reader.rows(query.order_by(*IN_TURN).values_list(*columns))):
        staff_id, number, name, department_id, department, category = row
        # One department's name is one text in memory, however many people it has.
        department, category = (
            shared.setdefault(department, department),
            shared.setdefault(category, category),
        )
        yield Snapshot("staff", staff_id, number, name, department_id, department, category)


def department_roster(period: Period, reader: Reader, ids: Ids = None) -> Iterator[Snapshot]:
    """The departments of a period, by id."""
    query = departments_assessed(period) if ids is None else departments_assessed(period).filter(pk__in=ids)
    for pk, code, name in reader.rows(query.order_by("pk").values_list("pk", "code", "name")):
        yield Snapshot("department", pk, code, name, pk, name)


def entry_rows(period: Period, kind: SubjectKind, ids: Ids = None) -> QuerySet[Any, Any]:
    """Entries that count: subject, id, clause, day, count, points, attributes or None."""
    counting = Entry.objects.counting().filter(period=period)
    particulars = NullIf(Cast("attributes", TextField()), Value("{}"), output_field=TextField())
    columns = ("id", "clause", "occurred_on", "count", "points", particulars)
    return _of(counting, kind, ids, "id").values_list(f"{kind}_id", *columns)


def rating_rows(period: Period, kind: SubjectKind, ids: Ids = None) -> QuerySet[Any, Any]:
    """Scores to give: subject, id, item, rater, score or None."""
    tasks = _of(RatingTask.objects.filter(period=period), kind, ids, "item", "id")
    return tasks.values_list(f"{kind}_id", "id", "item", "rater_id", "score")


def vote_rows(period: Period, kind: SubjectKind, ids: Ids = None) -> QuerySet[Any, Any]:
    """The same with what a vote in rounds says: role, round, level (empty, 0, empty where there is none)."""
    columns = (f"{kind}_id", "id", "item", "rater_id", "score", "role", "round", "level")
    return rating_rows(period, kind, ids).values_list(*columns)


def figure_rows(period: Period, kind: SubjectKind, ids: Ids = None) -> QuerySet[Any, Any]:
    """Figures of the period entered by hand: subject, name, value."""
    figures = _of(Figure.objects.filter(period=period, month=""), kind, ids, "name")
    return figures.values_list(f"{kind}_id", "name", "value")


def state_rows(period: Period, _kind: SubjectKind, ids: Ids = None) -> QuerySet[Any, Any]:
    """States that began by the period's last day: staff, kind, first day, last day or None."""
    states = StaffState.objects.filter(staff__unit=period.unit_id, valid_from__lte=period.ends_on)
    states = states if ids is None else states.filter(staff_id__in=ids)
    return states.order_by("staff_id", "valid_from", "kind").values_list(
        "staff_id", "kind", "valid_from", "valid_to"
    )


def history_rows(period: Period, kind: SubjectKind, ids: Ids = None) -> QuerySet[Any, Any]:
    """Results that count of the parts of a period: subject, key, score, grade (decided, else computed)."""
    current = parts_of(period).filter(current_close__isnull=False).order_by().values("current_close")
    results = Result.objects.of_kind(kind).filter(close__in=current).with_final()
    results = results if ids is None else results.filter(**{f"{kind}_id__in": ids})
    return results.order_by(f"{kind}_id", "close__period__starts_on").values_list(
        f"{kind}_id", "close__period__key", "score", "final_grade"
    )


def _of(rows: QuerySet[Any, Any], kind: SubjectKind, ids: Ids, *then: str) -> QuerySet[Any, Any]:
    """Rows about the subjects of a kind, in the order of their ids; a row about a person may name a department, too."""
    rows = rows.filter(staff__isnull=kind == "department").order_by(f"{kind}_id", *then)
    return rows if ids is None else rows.filter(**{f"{kind}_id__in": ids})
