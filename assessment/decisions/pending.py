"""What the rules of a scheme leave to the leading group: ties at a cap, free seats, pending grades.

Nothing here knows a grade or a scheme by name: caps, their candidates (people whom a cap dropped, or who carry a flag
that the cap's ``dropped_flags`` name) and the order of the grades all come from the pack. Departments have matters of
their own where the scheme grades them: they share no cap with people.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from assessment.models import Close, DecidedGrade, Decision, Result
from assessment.rules import OUT_OF_SCOPE, Part, QuotaLine, Scheme, quota_table
from organization.subjects import SubjectKind

Kind = Decision.Kind
OF_DEPARTMENTS = "department/"
"""What the subject of a matter about departments begins with; one about people has no such beginning."""


@dataclass(frozen=True)
class Seats:
    """A cap with the people on it: ``taken`` seats of ``line.seats``, by the grades as they stand."""

    line: QuotaLine
    taken: int

    @property
    def free(self) -> int:
        """Seats that nobody has; never below zero."""
        return max(self.line.seats - self.taken, 0)

    @property
    def over(self) -> int:
        """People beyond the cap."""
        return max(self.taken - self.line.seats, 0)


@dataclass(frozen=True)
class Matter:
    """One thing to decide, or decided. ``subject`` names it: kind, grade and category.

    ``people`` are the results that the decision is about, best score first: of people, or of departments. ``seats`` is
    None for pending grades.
    """

    subject: str
    kind: str
    grade: str | None
    category: str | None
    people: list[Result]
    seats: int | None = None
    decision: Decision | None = None

    @property
    def is_open(self) -> bool:
        """Whether the leading group has still to decide."""
        return self.decision is None

    @property
    def about(self) -> SubjectKind:
        """Whether it is about people or about departments."""
        return kind_of(self.subject)


@dataclass
class GradesInForce:
    """The results of a close, those of one kind, with the grades as they stand after the decisions in force."""

    close: Close
    scheme: Scheme
    part: Part
    results: list[Result]
    decided: Mapping[int, str]
    decisions: list[Decision] = field(default_factory=list)
    kind: SubjectKind = "staff"

    def grade(self, result: Result) -> str | None:
        """Decided, else computed."""
        return self.decided.get(result.pk, result.grade)

    @cached_property
    def lines(self) -> list[QuotaLine]:
        """The caps; those of categories nobody is in are left out."""
        rows = [(str(r.subject.id), r.category, r.status, r.ceiling) for r in self.results]
        key, settings = self.close.period.parsed_key, self.close.period.settings_exact
        return [line for line in quota_table(self.scheme, key, settings, rows, kind=self.kind) if line.base]

    def seats(self, grades: Mapping[int, str | None] | None = None) -> list[Seats]:
        """Every cap with its seats taken, by the grades given (default: as they stand)."""
        found = []
        for line in self.lines:
            taken = sum(
                1
                for result in self.results
                if in_group(result, line) and self._in(grades, result) == line.grade
            )
            found.append(Seats(line, taken))
        return found

    def _in(self, grades: Mapping[int, str | None] | None, result: Result) -> str | None:
        if grades is not None and result.pk in grades:
            return grades[result.pk]
        return self.grade(result)

    def better(self, grade: str | None, than: str | None) -> bool:
        """Whether a grade stands above another in the scheme's order; no grade is below all."""
        if grade is None:
            return False
        return than is None or self.scheme.rank_of(grade) < self.scheme.rank_of(than)

    def allows(self, result: Result, grade: str) -> bool:
        """Whether a person's ceiling lets the grade pass."""
        return result.ceiling is None or not self.better(grade, result.ceiling)


def in_group(result: Result, line: QuotaLine) -> bool:
    """Whether a cap counts the person: in scope, and of its category where it is kept by category."""
    return result.status != OUT_OF_SCOPE and line.category in (None, result.category)


def grades_in_force(close: Close, kind: SubjectKind = "staff") -> GradesInForce:
    """Results, decisions and caps of the people (or departments) of a close; a constant number of queries.

    Facts are not read. KeyError for departments that the scheme does not assess.
    """
    scheme = close.version.rules
    part = scheme.part(close.period.parsed_key.cadence).of_kind(kind)
    rows = Result.objects.of_kind(kind).filter(close=close).defer("facts")
    results = list(rows.order_by("category", "-score", "number"))
    for result in results:
        result.close = close
    decisions = close.decisions.filter(revoked_at__isnull=True).select_related("decided_by")
    decided = DecidedGrade.objects.filter(
        decision__close=close, is_active=True, result__staff__isnull=kind == "department"
    )
    return GradesInForce(
        close=close,
        scheme=scheme,
        part=part,
        results=results,
        decided=dict(decided.values_list("result_id", "grade")),
        decisions=[each for each in decisions if kind_of(each.subject) == kind],
        kind=kind,
    )


def grades_of_each_kind(close: Close) -> list[GradesInForce]:
    """The grades of the people, then those of the departments where the scheme grades them."""
    departments = close.version.rules.part(close.period.parsed_key.cadence).departments
    graded = departments is not None and departments.gives_grades
    kinds: list[SubjectKind] = ["staff", "department"] if graded else ["staff"]
    return [grades_in_force(close, kind) for kind in kinds]


def matters_to_decide(close: Close) -> list[Matter]:
    """Everything that a close leaves to the leading group and that is still open."""
    return [
        matter for current in grades_of_each_kind(close) for matter in matters_of(current) if matter.is_open
    ]


def matters_of(current: GradesInForce) -> list[Matter]:
    """Open and decided matters, caps from the best grade down, pending grades last.

    What is open at a lower cap depends on what is decided at the higher one, so it comes up only after that.
    """
    found: list[Matter] = []
    taken_by = _grades_by_decision(current)
    for line in current.lines:
        if any(each.is_open and _same_group(each.category, line.category) for each in found):
            found += [matter for matter in _at(current, line, taken_by) if not matter.is_open]
        else:
            found += _at(current, line, taken_by)
    return [*found, *_pending(current, taken_by)]


def _at(current: GradesInForce, line: QuotaLine, taken_by: Mapping[int, set[int]]) -> list[Matter]:
    """The matters at one cap: the tie, and once that is decided the seats it left free."""
    tie = _tie(current, line, taken_by)
    if tie is not None and tie.is_open:
        return [tie]
    free = _free(current, line, taken_by, tied=tie)
    return [matter for matter in (tie, free) if matter is not None]


def _same_group(one: str | None, other: str | None) -> bool:
    """Whether two caps may count the same people."""
    return one is None or other is None or one == other


def kind_of(subject: str) -> SubjectKind:
    """Whether a matter with this subject is about people or about departments."""
    return "department" if subject.startswith(OF_DEPARTMENTS) else "staff"


def same_seats(one: str, other: str) -> bool:
    """Whether two subjects are about seats of the same people (pending grades are not about seats)."""
    if kind_of(one) != kind_of(other):
        return False
    (kind, _grade, group), (kind_too, _grade_too, group_too) = parts_of(one), parts_of(other)
    if Kind.PENDING in (kind, kind_too):
        return False
    return "*" in (group, group_too) or group == group_too


def parts_of(subject: str) -> tuple[str, str, str]:
    """Kind, grade and group of a matter at a cap; of pending grades kind, group and the number of the sitting."""
    first, second, third = [*subject.removeprefix(OF_DEPARTMENTS).split(":"), "", ""][:3]
    return first, second, third


def _grades_by_decision(current: GradesInForce) -> dict[int, set[int]]:
    """Decision → results it gave a grade."""
    found: dict[int, set[int]] = {decision.pk: set() for decision in current.decisions}
    rows = DecidedGrade.objects.filter(decision__in=list(found), is_active=True)
    for decision_id, result_id in rows.values_list("decision_id", "result_id"):
        found[decision_id].add(result_id)
    return found


def subject_of(about: SubjectKind, kind: str, grade: str, category: str | None) -> str:
    """How a matter at a cap is named where its decision is kept."""
    return f"{_prefix(about)}{kind}:{grade}:{category or '*'}"


def _prefix(about: SubjectKind) -> str:
    return OF_DEPARTMENTS if about == "department" else ""


def _decision(current: GradesInForce, subject: str) -> Decision | None:
    return next((each for each in current.decisions if each.subject == subject), None)


def _seats_free(current: GradesInForce, line: QuotaLine, without: Iterable[int]) -> int:
    """Free seats of a cap as if the people of one decision had not got it."""
    left_out = set(without)
    taken = sum(
        1
        for result in current.results
        if in_group(result, line) and result.pk not in left_out and current.grade(result) == line.grade
    )
    return max(line.seats - taken, 0)


def verdict_at(result: Result, line: QuotaLine) -> str | None:
    """What the computation said of a person at a cap: ``seated``, ``tie``, ``dropped``, None when no candidate."""
    for row in result.standing.get("quotas", ()):
        if row["grade"] == line.grade and row["category"] == line.category:
            return str(row["verdict"])
    return None


def _tie(current: GradesInForce, line: QuotaLine, taken_by: Mapping[int, set[int]]) -> Matter | None:
    """Equals who did not fit although seats are left."""
    subject = subject_of(current.kind, Kind.TIE, line.grade, line.category)
    decision = _decision(current, subject)
    given = taken_by.get(decision.pk, set()) if decision else set()
    tied = [r for r in current.results if in_group(r, line) and verdict_at(r, line) == "tie"]
    # Someone whom another decision has raised above this cap is no longer waiting at it.
    tied = [r for r in tied if r.pk in given or not current.better(current.grade(r), line.grade)]
    tied = [r for r in tied if r.pk in given or current.grade(r) != line.grade]
    seats = _seats_free(current, line, given)
    if decision is None and (not tied or not seats):
        return None
    return Matter(subject, Kind.TIE, line.grade, line.category, tied, seats, decision)


def _free(
    current: GradesInForce, line: QuotaLine, taken_by: Mapping[int, set[int]], *, tied: Matter | None
) -> Matter | None:
    """Seats that nobody has although somebody may be given them."""
    subject = subject_of(current.kind, Kind.FREE_SEAT, line.grade, line.category)
    decision = _decision(current, subject)
    given = taken_by.get(decision.pk, set()) if decision else set()
    seats = _seats_free(current, line, given)
    if decision is None and not seats:
        return None
    passed_over = {result.pk for result in tied.people} if tied else set()
    people = [
        result
        for result in current.results
        if result.pk in given
        or (result.pk not in passed_over and _may_fill(current, line, result, after_tie=tied is not None))
    ]
    if decision is None and not people:
        return None
    return Matter(subject, Kind.FREE_SEAT, line.grade, line.category, people, seats, decision)


def _may_fill(current: GradesInForce, line: QuotaLine, result: Result, *, after_tie: bool) -> bool:
    """Whether someone is a candidate for a free seat: flagged so by the scheme, or dropped at this very cap.

    Where the tie above them was decided to leave seats empty, only the scheme's own flag makes a candidate: nobody
    overtakes a higher score.
    """
    if not in_group(result, line) or not current.allows(result, line.grade):
        return False
    grade = current.grade(result)
    if grade is None or grade == line.grade or current.better(grade, line.grade):
        return False
    quota = next(q for q in current.part.quotas if q.grade == line.grade)
    if set(quota.dropped_flags) & set(result.flags):
        return True
    return not after_tie and verdict_at(result, line) in ("tie", "dropped")


def _pending(current: GradesInForce, taken_by: Mapping[int, set[int]]) -> list[Matter]:
    """People (or departments) assessed without a grade where the scheme knows grades, by category; decided in one go or in several."""
    if not current.part.gives_grades:
        return []
    found = []
    # Departments, and the people of a scheme without categories, are one group.
    groups: list[str | None] = [None]
    if current.kind == "staff" and current.scheme.categories:
        groups = [*current.scheme.categories]
    for category in groups:
        waiting = [
            r
            for r in current.results
            if category in (None, r.category) and r.grade is None and r.status != OUT_OF_SCOPE
        ]
        prefix = f"{_prefix(current.kind)}{Kind.PENDING}:{category or '*'}:"
        done = [d for d in current.decisions if d.subject.startswith(prefix)]
        for decision in done:
            people = [r for r in waiting if r.pk in taken_by[decision.pk]]
            found.append(Matter(decision.subject, Kind.PENDING, None, category, people, None, decision))
        left = [r for r in waiting if r.pk not in current.decided]
        if left:
            subject = f"{prefix}{_next_number(current, prefix)}"
            found.append(Matter(subject, Kind.PENDING, None, category, left))
    return found


def _next_number(current: GradesInForce, prefix: str) -> int:
    """Pending grades may be decided in several sittings; each has its number, revoked ones keep theirs."""
    return current.close.decisions.filter(subject__startswith=prefix).count() + 1
