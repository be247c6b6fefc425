"""The weekly journals of a case."""

import re
from datetime import date
from decimal import Decimal

from assessment.rules.numbers import plain
from assessment.rules.periods import PeriodKey
from assessment.rules.scheme import Part
from assessment.rules.subjects import Journal
from assessment.rules.vocabulary.items import WeeklyItem

from .roster import Roll
from .values import JsonLocation

_KEYS = frozenset({"staff", "week", "missing", "excused", "scores"})
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
Scores = dict[str, dict[str, Decimal]]


class Journals:
    """Reads journals and remembers who has a faulty one: it counts as given."""

    def __init__(self, part: Part, period: PeriodKey, roll: Roll) -> None:
        self.items: list[WeeklyItem] = list(part.weekly_items.values())
        self.period = period
        self.roll = Roll(roll.people)
        self.faulty: set[str] = set()
        self.read: dict[str, list[Journal]] = {}
        self._weeks: set[tuple[str, str]] = set()

    def add(self, place: JsonLocation, ref: int) -> None:
        """One week of one person, at its place in the case."""
        before = len(place.notes)
        place.only(_KEYS)
        named = self.roll.named(place)
        week = self._week(place)
        state = self._state(place)
        scores = self._scores(place) if state == "counted" else {}
        if named is None:
            return
        if week is not None and (named[1], week) in self._weeks:
            place.fault("week", "week_repeated", week=week, name=named[1])
        elif week is not None:
            self._weeks.add((named[1], week))
        if week is None or state is None or len(place.notes) > before:
            self.faulty.add(named[1])
        else:
            self.read.setdefault(named[1], []).append(Journal(ref, week, state, scores))

    def _week(self, place: JsonLocation) -> str | None:
        """A week of the ISO calendar whose number belongs to the period's year."""
        week = place.text("week")
        if week is None:
            return None
        if not is_week(week, self.period.year):
            place.fault("week", "no_week", week=week, year=self.period.year)
            return None
        return week

    def _state(self, place: JsonLocation) -> str | None:
        """``missing``, ``excused`` or ``counted``; None where the journal says more than one of them."""
        missing, excused = place.flag("missing"), place.flag("excused")
        if missing is None or excused is None:
            return None
        if (missing or excused) and "scores" in place.data:
            place.notes.fault(place.path, "scores_of_absent_week")
            return None
        if missing and excused:
            place.notes.fault(place.path, "missing_and_excused")
            return None
        return "missing" if missing else "excused" if excused else "counted"

    def _scores(self, place: JsonLocation) -> Scores:
        if not place.data.get("scores", {}):
            place.fault("scores", "goal_scores_required")
        scores = place.object("scores")
        types = {name: scores.object(name) for name in scores.data}
        return {
            name: self._type(types[name]) for name, given in scores.data.items() if isinstance(given, dict)
        }

    def _type(self, place: JsonLocation) -> dict[str, Decimal]:
        levels = [level.code for item in self.items for level in item.levels]
        lowest = {item.levels[0].code for item in self.items}
        maximum = max(item.maximum for item in self.items)
        read = {}
        for level in place.data:
            if level not in levels:
                place.fault(level, "no_level", name=level, known=tuple(levels))
                continue
            score = place.figure(level)
            if score is not None and not 0 <= score <= maximum:
                place.fault(level, "not_between", figure=plain(score), lowest="0", highest=plain(maximum))
            elif score is not None:
                read[level] = score
        for level in sorted(lowest.difference(place.data)):
            place.fault(level, "level_score_required", name=level)
        return read


def is_week(text: str, year: int) -> bool:
    """Whether the text names a week of this ISO year."""
    found = _WEEK.fullmatch(text)
    if found is None or int(found[1]) != year:
        return False
    return 1 <= int(found[2]) <= date(year, 12, 28).isocalendar().week
