"""What a comparison adds up to: distribution, seats, moves between grades, scores, bonuses. Ready for JSON."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from assessment.rules import OUT_OF_SCOPE, QuotaLine, quota_table
from assessment.workshop.simulation.comparison import ComparedPerson, Comparison, Side

OLD, DECIDED, NEW = 0, 1, 2  # computed then, after decisions, by the draft
Group = str | None


class ScoreSpread:
    """Lowest, median, highest of figures, exact."""

    def __init__(self) -> None:
        self._values: list[Decimal] = []

    def add(self, value: Decimal | None) -> None:
        """Take in a figure; None is nobody's."""
        if value is not None:
            self._values.append(value)

    def as_list(self) -> list[Any]:
        """``[how many, lowest, median, highest]``; None for the figures where there is none."""
        values = sorted(self._values)
        if not values:
            return [0, None, None, None]
        return [len(values), str(values[0]), str(median(values)), str(values[-1])]


def median(ordered: list[Decimal]) -> Decimal:
    """The middle one of figures in order, the exact mean of the two in the middle where their number is even."""
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    twice = ordered[middle - 1] + ordered[middle]
    return twice / 2


class Tables:
    """Takes in every line of a comparison once."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.people = self.left_out = self.otherwise = 0
        self._counts: Counter[tuple[Group, str, int]] = Counter()
        self._bases: Counter[tuple[Group, int]] = Counter()
        self._scores: defaultdict[tuple[Group, int], ScoreSpread] = defaultdict(ScoreSpread)
        self._moves: Counter[tuple[str, str]] = Counter()
        self._moved, self._directions = ScoreSpread(), Counter[str]()
        self._bonus = [Decimal(0), Decimal(0), Decimal(0)]
        self._bonus_left_out = Decimal(0)
        self._pays = False
        self._cap_rows: tuple[list[Any], list[Any]] = ([], [])
        self._reasons: Counter[tuple[str, str]] = Counter()

    def take(self, line: ComparedPerson) -> None:
        """One person."""
        self.people += 1
        decided = line.decided
        after = decided[0] if decided else line.old.grade
        self.otherwise += decided is not None and decided[0] != line.old.grade
        for group in (line.category, None):
            self._count(group, OLD, line.old, line.old.grade)
            self._count(group, DECIDED, line.old, after)
            if line.new is not None:
                self._count(group, NEW, line.new, line.new.grade)
        self._cap_rows[0].append((line.category, line.old))
        self._pay(line, line.old.bonus if decided is None else decided[1])
        if line.new is None:
            self.left_out += 1
            self._reasons.update(line.cannot)
            return
        self._cap_rows[1].append((line.category, line.new))
        if line.changes_grade:
            self._moves[_place(line.old), _place(line.new)] += 1
        moved = line.moved
        self._moved.add(moved)
        if moved is not None:
            self._directions["up" if moved > 0 else "down" if moved < 0 else "same"] += 1

    def _count(self, group: Group, side: int, what: Side, grade: str | None) -> None:
        self._counts[group, _place(what, grade), side] += 1
        self._bases[group, side] += what.status != OUT_OF_SCOPE
        if side != DECIDED:
            self._scores[group, side].add(what.score)

    def _pay(self, line: ComparedPerson, after: Decimal | None) -> None:
        sums = self._bonus
        for side, amount in ((OLD, line.old.bonus), (DECIDED, after)):
            if amount is not None:
                self._pays = True
                sums[side] += amount
        if line.new is None:
            self._bonus_left_out += line.old.bonus or 0
        elif line.new.bonus is not None:
            self._pays = True
            sums[NEW] += line.new.bonus

    def as_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON: figures as texts."""
        groups = [group for group in self._categories() if self._bases_of(group) or self._people_of(group)]
        return {
            "people": self.people,
            "otherwise": self.otherwise,
            "left_out": {
                "people": self.left_out,
                "reasons": [[*reason, count] for reason, count in self._reasons.most_common()],
            },
            "groups": [self._group(group) for group in groups],
            "caps": self._caps(),
            "moves": [[*move, count] for move, count in sorted(self._moves.items())],
            "scores": self._moved.as_list(),
            "directions": dict(self._directions),
            "bonus": self._bonuses(),
        }

    def _categories(self) -> list[Group]:
        known: list[Group] = [*self.comparison.version.categories, *self.comparison.draft.categories]
        met = sorted({group for group, _side in self._bases if group is not None})
        return [*dict.fromkeys([*known, *met]), None]

    def _bases_of(self, group: Group) -> int:
        return self._bases[group, OLD] + self._bases[group, NEW]

    def _people_of(self, group: Group) -> bool:
        return any(each == group for each, _grade, _side in self._counts)

    def _group(self, group: Group) -> dict[str, Any]:
        grades = dict.fromkeys([*self.comparison.new_part.grades, *self.comparison.old_part.grades])
        met = {grade for each, grade, _side in self._counts if each == group}
        rows = [
            [grade, *(self._counts[group, grade, side] for side in (OLD, DECIDED, NEW))]
            for grade in [*grades, *sorted(met - set(grades))]
        ]
        return {
            "category": group,
            "bases": [self._bases[group, OLD], self._bases[group, NEW]],
            "grades": rows,
            "scores": [self._scores[group, OLD].as_list(), self._scores[group, NEW].as_list()],
        }

    def _caps(self) -> list[dict[str, Any]]:
        """Every cap of the two versions side by side: percent, base, seats, used."""
        comparison, (old_rows, new_rows) = self.comparison, self._cap_rows
        sides = [
            (comparison.version, comparison.settings, old_rows),
            (comparison.draft, comparison.new_settings, new_rows),
        ]
        found: dict[tuple[str, Group], list[Any]] = {}
        for place, (scheme, settings, rows) in enumerate(sides):
            facts = [("", category, side.status, side.ceiling) for category, side in rows]
            for cap in quota_table(scheme, comparison.key, settings, facts):
                if cap.base:
                    both = found.setdefault((cap.grade, cap.category), [None, None])
                    both[place] = [str(cap.percent), cap.base, cap.seats, _used(cap, rows)]
        return [
            {"grade": grade, "category": category, "old": both[0], "new": both[1]}
            for (grade, category), both in found.items()
        ]

    def _bonuses(self) -> dict[str, str] | None:
        if not self._pays:
            return None
        old, after, new = self._bonus
        comparable = old - self._bonus_left_out
        return {
            "old": str(old),
            "standing": str(after),
            "left_out": str(self._bonus_left_out),
            "new": str(new),
            "difference": str(new - comparable),
        }


def _place(side: Side, grade: str | None = None) -> str:
    """Where somebody stands in the distribution: the grade, ``out_of_scope``, or ``-`` for none."""
    if side.status == OUT_OF_SCOPE:
        return OUT_OF_SCOPE
    return grade or side.grade or "-"


def _used(cap: QuotaLine, rows: Iterable[tuple[str, Side]]) -> int:
    return sum(
        1
        for category, side in rows
        if side.status != OUT_OF_SCOPE and side.grade == cap.grade and cap.category in (None, category)
    )
