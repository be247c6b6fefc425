"""Which clauses and figures cost how many points in a period, in all and by department.

What an entry costs is what its clause makes of it (a clause that counts once a period counts once); the bounds of items,
which may cut a sum, are not looked at: the question here is what happened how often and what it weighs.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from assessment.facts.consistent_read import here
from assessment.models import Close
from assessment.office.insight.scope import FEWEST, Scope, hidden
from assessment.office.insight.statistics import rounded
from assessment.results.subject_rows import Words
from assessment.rules import Entry, Part, Subject, subject_from_facts

Department = tuple[int | None, str]
Piece = tuple[str, int, Decimal | Fraction]
"""What it is about, how many records, signed points of one person."""


@dataclass
class CostTally:
    """What one clause or figure came to."""

    records: int = 0
    points: Fraction = Fraction(0)
    people: Counter[Department] = field(default_factory=Counter)
    by_department: defaultdict[Department, list[Fraction]] = field(default_factory=lambda: defaultdict(list))
    records_in: Counter[Department] = field(default_factory=Counter)

    def take(self, department: Department, records: int, points: Decimal | Fraction) -> None:
        """One person's part."""
        self.records += records
        self.points += Fraction(points)
        self.people[department] += 1
        self.records_in[department] += records
        self.by_department[department].append(Fraction(points))


@dataclass(frozen=True)
class Cost:
    """One line of the table; ``share`` is that of all points taken away, None where it is not told."""

    code: str
    title: str
    item: str
    records: int
    people: int
    points: Decimal
    share: Decimal | None

    @property
    def short(self) -> str:
        """A name that fits a drawing: the clause's id, or the figure's title."""
        return self.title if "/" in self.code else self.code


@dataclass(frozen=True)
class Costs:
    """What took points away, dearest first, and what gave some; the sums of both, None where they would tell too much."""

    taken: list[Cost]
    given: list[Cost]
    total_taken: Decimal | None
    total_given: Decimal | None


def tallies_of(close: Close, scope: Scope, words: Words) -> dict[str, CostTally]:
    """Clause or figure → what it came to; one statement over the stored facts (two for some askers)."""
    part: Part = words.part
    found: defaultdict[str, CostTally] = defaultdict(CostTally)
    rows = scope.results([close]).values_list("department_id_then", "department_name", "facts")
    for department_id, department, facts in here().rows(rows):
        for code, records, points in pieces_of(part, subject_from_facts(facts)):
            found[code].take((department_id, department), records, points)
    return dict(found)


def pieces_of(part: Part, subject: Subject) -> Iterator[Piece]:
    """What each clause and each tallied figure costs one person; figures that are 0 are left out."""
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in subject.entries:
        entries[entry.clause].append(entry)
    for name, clause in part.clauses.items():
        if clause.kind == "from_department":
            if points := clause.effect_of(subject):
                yield name, 1, points
        elif name in entries:
            worth = Decimal(0) if clause.kind == "finding" else clause.total(entries[name])
            yield name, len(entries[name]), worth
    for item in part.items.values():
        if item.kind == "tally":
            for each in item.each:
                value = subject.facts.get(each.fact, part.defaults[each.fact])
                if value:
                    yield f"{item.id}/{each.fact}", 1, each.points * value


def costs_of(tallies: dict[str, CostTally], scope: Scope, words: Words) -> Costs:
    """The table. Whoever may not see results is told of what concerns three people at least, and of sums if that is all."""
    total = sum((each.points for each in tallies.values() if each.points < 0), Fraction(0))
    lines = [_cost(code, tally, total, words, scope) for code, tally in tallies.items()]
    untold = [] if scope.is_open else [line.code for line in lines if line.people < FEWEST]
    told = [line for line in lines if line.code not in untold]
    has_all = not untold
    return Costs(
        taken=sorted((x for x in told if x.points < 0), key=lambda x: (x.points, x.code)),
        given=sorted((x for x in told if x.points >= 0), key=lambda x: (-x.points, x.code)),
        total_taken=rounded(total) if has_all else None,
        total_given=rounded(sum((t.points for t in tallies.values() if t.points > 0), Fraction(0)))
        if has_all
        else None,
    )


def _cost(code: str, tally: CostTally, total: Fraction, words: Words, scope: Scope) -> Cost:
    title, item = titles_of(code, words)
    return Cost(
        code=code,
        title=title,
        item=item,
        records=tally.records,
        people=sum(tally.people.values()),
        points=rounded(tally.points),
        share=_share(tally.points, total) if tally.points < 0 and scope.is_open else None,
    )


def _share(points: Fraction, total: Fraction) -> Decimal | None:
    return rounded(points * 100 / total) if total else None


def titles_of(code: str, words: Words) -> tuple[str, str]:
    """A clause with its id, or a figure; and the item that it belongs to."""
    part, language = words.part, words.language
    if code in part.clauses:
        clause = part.clauses[code]
        item = part.items.get(clause.item or "")
        return f"{code} {clause.title.get(language)}", item.title.get(language) if item else ""
    item_id, _slash, fact = code.partition("/")
    return part.facts[fact].title.get(language), part.items[item_id].title.get(language)


def by_department(tally: CostTally, scope: Scope) -> list[tuple[str, int, int, Decimal]]:
    """One clause by department, dearest first: department, records, people, points."""
    people = {str(key): count for key, count in tally.people.items()}
    untold = set() if scope.is_open else hidden(people)
    rows = [
        (key[1], tally.records_in[key], tally.people[key], rounded(sum(points, Fraction(0))))
        for key, points in tally.by_department.items()
        if str(key) not in untold
    ]
    return sorted(rows, key=lambda row: (row[3], row[0]))
