"""Facts recorded under one version, held against another: what it takes, what it does not count, what stands in its way.

Nothing is dropped in silence: every record that the draft has no place for is named, and whoever has a record that the
draft would read otherwise than it was meant cannot be computed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from assessment.rules import (
    Answers,
    Entry,
    Journal,
    Part,
    Past,
    PeriodKey,
    Rating,
    Scheme,
    Subject,
    entry_faults,
)

Named = tuple[str, str]
"""What it is (a key of the sentences in ``telling``) and its name in the pack."""


@dataclass(slots=True)
class Fitted:
    """A subject as the draft can take it; ``unused`` holds one item for each record, ``cannot`` one for each reason."""

    subject: Subject
    unused: list[Named] = field(default_factory=list)
    cannot: list[Named] = field(default_factory=list)


class Fitter:
    """Fits the facts of one period, recorded under ``old``, to a draft: those of people, or those of departments."""

    def __init__(self, old: Part, scheme: Scheme, period: PeriodKey, *, kind: str = "staff") -> None:
        self.old, self.scheme, self.period, self.kind = old, scheme, period, kind
        whole = scheme.part(period.cadence)
        self.part = whole.of_kind(kind)
        self._place_facts = whole.departments.facts if whole.departments is not None else {}
        self._day = period.first_day.isoformat()
        self._kept = {name for name, clause in self.part.clauses.items() if old.clauses.get(name) == clause}
        self._readable: dict[tuple[Any, ...], bool] = {}

    def fit(self, subject: Subject) -> Fitted:
        """The subject with what the draft knows, and what it does not."""
        fitted = Fitted(subject)
        if self.kind == "staff" and self.scheme.categories and subject.category not in self.scheme.categories:
            fitted.cannot.append(("category", subject.category))
        fitted.subject = replace(
            subject,
            duties=[duty for duty in subject.duties if self._known("duty", duty, self.part.duties, fitted)],
            facts=dict(self._facts(subject, fitted)),
            department_facts={
                name: value
                for name, value in subject.department_facts.items()
                if self._known("department_fact", name, self._place_facts, fitted)
            },
            months={key: dict(self._month(row, fitted)) for key, row in subject.months.items()},
            states=[s for s in subject.states if self._known("state", s.kind, self.scheme.states, fitted)],
            history=[past for past in subject.history if self._past(past, fitted)],
            entries=[entry for entry in subject.entries if self._entry(entry, fitted)],
            journals=[journal for journal in subject.journals if self._journal(journal, fitted)],
            answers=[each for each in subject.answers if self._answers(each, fitted)],
        )
        fitted.subject.ratings = [each for each in subject.ratings if self._rating(each, fitted)]
        return fitted

    def _known(self, what: str, name: str, known: Any, fitted: Fitted) -> bool:
        if name in known:
            return True
        fitted.unused.append((what, name))
        return False

    def _facts(self, subject: Subject, fitted: Fitted) -> Iterator[tuple[str, Any]]:
        for name, value in subject.facts.items():
            if not self._known("fact", name, self.part.facts, fitted):
                continue
            fact = self.part.facts[name]
            if (fact.maximum is not None and value > fact.maximum) or (fact.step and value % fact.step):
                fitted.cannot.append(("fact_value", name))
            yield name, value

    def _month(self, row: Any, fitted: Fitted) -> Iterator[tuple[str, Any]]:
        for name, value in row.items():
            if self._known("month", name, self.part.months, fitted):
                yield name, value

    def _past(self, past: Past, fitted: Fitted) -> bool:
        cadence = PeriodKey.parse(past.period).cadence
        if cadence != self.part.history:
            fitted.unused.append(("history", cadence))
            return False
        maximum = getattr(self.part.score, "maximum", None)
        if past.grade is not None and past.grade not in self.scheme.grades:
            fitted.cannot.append(("past_grade", past.grade))
        if past.score is not None and maximum is not None and past.score > maximum:
            fitted.cannot.append(("past_score", past.period))
        return True

    def _rating(self, rating: Rating, fitted: Fitted) -> bool:
        if not self._known("rating", rating.item, self.part.rating_items, fitted):
            return False
        if not self._is_answer(rating):
            fitted.cannot.append(("vote", rating.item))
            return False
        if rating.score is not None and self.part.over_maximum(
            rating.item, rating.score, list(fitted.subject.duties)
        ):
            fitted.cannot.append(("over", rating.item))
        return True

    def _is_answer(self, rating: Rating) -> bool:
        """Whether the draft asks for what was given: a figure, or a level it knows in a round and role it knows."""
        rounds = self.part.rounds_items.get(rating.item)
        if rounds is None:
            return rating.score is not None
        roles = [role.code for role in rounds.roles]
        return (
            rating.level in rounds.answers
            and rating.round is not None
            and rating.round <= rounds.rounds
            and (not roles or rating.role in roles)
        )

    def _journal(self, journal: Journal, fitted: Fitted) -> bool:
        """A week's journal; every level that scored it must be one of the draft's."""
        if not self._known("journal", "", [""] if self.part.weekly_items else (), fitted):
            return False
        levels = {level.code for item in self.part.weekly_items.values() for level in item.levels}
        strange = {level for scores in journal.scores.values() for level in scores} - levels
        fitted.cannot += [("journal_level", level) for level in sorted(strange)]
        return not strange

    def _answers(self, answers: Answers, fitted: Fitted) -> bool:
        """What a group answered; headings and answers that the draft does not ask for are named."""
        asks = self.part.asks
        if not self._known("answers", answers.group, [answers.group] if asks else (), fitted) or asks is None:
            return False
        headings, codes = {each.code for each in asks.headings}, {each.code for each in asks.answers}
        for heading, counts in answers.counts.items():
            if heading not in headings:
                fitted.unused.append(("heading", heading))
            fitted.unused += [
                ("answer", code) for code in counts if heading in headings and code not in codes
            ]
        return True

    def _entry(self, entry: Entry, fitted: Fitted) -> bool:
        if entry.clause in self._kept:
            return True
        if not self._known("entry", entry.clause, self.part.recordable, fitted):
            return False
        if self._reads(entry):
            return True
        fitted.cannot.append(("entry", entry.clause))
        return False

    def _reads(self, entry: Entry) -> bool:
        """Whether the draft's clause can read the entry as it was recorded; the same forms come again and again."""
        more = json.dumps(entry.attributes, sort_keys=True) if entry.attributes else ""
        form = (entry.clause, entry.count, entry.points, entry.level, entry.kind, entry.matter is None, more)
        if form not in self._readable:
            self._readable[form] = not entry_faults(
                self.scheme, self.period, self._as_recorded(entry), kind=self.kind
            )
        return self._readable[form]

    def _as_recorded(self, entry: Entry) -> dict[str, Any]:
        """The entry in the form of a case file, with the keys that its clause had."""
        recorded: dict[str, Any] = {"clause": entry.clause, "date": self._day}
        clause = self.old.clauses.get(entry.clause)
        if entry.points is not None:
            recorded["points"] = str(entry.points)
        elif clause is None or "count" in clause.keys:
            recorded["count"] = str(entry.count)
        for key in ("level", "kind", "matter"):
            if getattr(entry, key) is not None:
                recorded[key] = getattr(entry, key)
        return recorded | dict(entry.attributes or {})
