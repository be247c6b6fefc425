"""The body of a case, once its scheme and period are known."""

from collections.abc import Mapping
from decimal import Decimal

from assessment.rules.periods import PeriodKey
from assessment.rules.scheme import Scheme
from assessment.rules.subjects import Entry, Subject
from assessment.rules.vocabulary.clauses import FromDepartment

from .ballots import Ballots, read_groups
from .departments import read_department
from .entries import EntryReader
from .journals import Journals
from .missing import MissingThings
from .people import read_person
from .ratings import Ratings
from .roster import Named, Roll
from .settings import read_settings
from .values import JsonLocation

_LISTS = ("ratings", "journals", "departments", "groups", "ballots")
_KEYS = frozenset({"case", "scheme", "period", "settings", "staff", "entries", *_LISTS})


class Body:
    """Reads everything below the head of a case."""

    def __init__(self, place: JsonLocation, scheme: Scheme, period: PeriodKey) -> None:
        self.place, self.scheme, self.period = place, scheme, period
        self.part = scheme.part(period.cadence)
        self.subjects: dict[Named, Subject] = {}
        self.places: dict[Named, JsonLocation] = {}
        self.settings: dict[str, Decimal] = read_settings(place, scheme)

    def read(self) -> list[Subject]:
        """The departments and the people with everything known of them, departments only where they are assessed."""
        self.place.only(_KEYS)
        self.place.text("case")
        if "staff" not in self.place.data:
            self.place.fault("staff", "people_required")
        used = self._used()
        if "departments" in used:
            self._departments()
        self._people()
        roll = self._roll()
        self._entries(roll)
        ratings = Ratings(self.part, roll, self.subjects)
        if "ratings" in used:
            for number, place in self.place.objects("ratings"):
                ratings.add(place, number)
        journals = Journals(self.part, self.period, roll)
        if "journals" in used:
            for number, place in self.place.objects("journals"):
                journals.add(place, number)
        self._answers()
        self._complete(ratings, journals)
        return [subject for named, subject in self.subjects.items() if self._assessed(named)]

    def _used(self) -> set[str]:
        """The lists this scheme uses in this period; the others must be absent or empty."""
        part, departments = self.part, self.part.departments
        used = {
            "ratings": part.rating_items or (departments is not None and departments.rating_items),
            "journals": part.weekly_items,
            "departments": self.scheme.assesses_departments,
            "groups": part.asks is not None,
            "ballots": part.asks is not None,
        }
        for key in _LISTS:
            if not used[key] and self.place.data.get(key, []) not in ([], {}):
                self.place.fault(key, "list_not_used")
        return {key for key in _LISTS if used[key]}

    def _departments(self) -> None:
        for _, place in self.place.objects("departments"):
            self._take(read_department(place, self.scheme, self.part.departments, self.period), place)

    def _people(self) -> None:
        declared = self._declared()
        for _, place in self.place.objects("staff"):
            person = read_person(place, self.scheme, self.part, self.period, declared)
            named = ("department", person.department or "")
            if named in self.subjects and any(
                isinstance(c, FromDepartment) for c in self.part.clauses.values()
            ):
                person.department_facts = self._facts_of(self.subjects[named])
            self._take(person, place)

    def _declared(self) -> Mapping[str, Subject] | None:
        """The departments people may belong to; None where a department is a free label."""
        given = self.place.data.get("departments", [])
        if not isinstance(given, list) or (not given and not self.part.ties_departments):
            return None
        return {name: subject for (kind, name), subject in self.subjects.items() if kind == "department"}

    def _facts_of(self, department: Subject) -> dict[str, Decimal]:
        defaults = self.part.departments.defaults if self.part.departments is not None else {}
        return {**defaults, **department.facts}

    def _take(self, subject: Subject, place: JsonLocation) -> None:
        """Note a person or a department; in a questionnaire one id may not be both."""
        if not subject.id:
            return
        named = (subject.kind, subject.id)
        other = ("department", subject.id)
        if named in self.subjects or (self.part.asks is not None and other in self.subjects):
            place.fault("id", "repeated", name=subject.id)
            return
        self.subjects[named] = subject
        self.places[named] = place

    def _roll(self) -> Roll:
        people = {name for kind, name in self.subjects if kind == "staff"}
        departments = {name for kind, name in self.subjects if kind == "department"}
        return Roll(people, departments if self.scheme.assesses_departments else None)

    def _entries(self, roll: Roll) -> None:
        found: dict[Named, list[Entry]] = {}
        departments = self.part.departments
        parts = [self.part] if departments is None else [self.part, departments]
        reader = EntryReader(parts, self.period, roll)
        for number, place in self.place.objects("entries"):
            read = reader.read(place, ref=number)
            if read is not None:
                found.setdefault(read[0], []).append(read[1])
        for named, entries in found.items():
            self.subjects[named].entries = entries

    def _answers(self) -> None:
        if self.part.asks is None:
            return
        about = {name: (kind, name) for kind, name in self.subjects}
        ballots = Ballots(self.part.asks, read_groups(self.place), about)
        for _, place in self.place.objects("ballots"):
            ballots.add(place)
        for named, subject in self.subjects.items():
            subject.answers = ballots.of(named)

    def _complete(self, ratings: Ratings, journals: Journals) -> None:
        """Give everyone their ratings and journals, and report what is missing."""
        missing = MissingThings(self.scheme, self.period, self.settings)
        for named, subject in self.subjects.items():
            subject.ratings = ratings.read.get(named, [])
            if subject.kind == "staff":
                subject.journals = journals.read.get(subject.id, [])
            if self._assessed(named):
                missing.report(
                    self.places[named],
                    subject,
                    rated=ratings.given.get(named, set()),
                    journals_given=subject.id in journals.faulty,
                )

    def _assessed(self, named: Named) -> bool:
        return named[0] == "staff" or self.part.departments is not None
