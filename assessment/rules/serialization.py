"""A subject's inputs as plain JSON and back, exactly.

The close stores them with every result, so the form is compact: lists with fixed places,
empty parts left out, figures as texts.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from .subjects import Answers, Entry, Journal, Json, Past, Rating, State, Subject


def facts_of(subject: Subject) -> Json:
    """Everything known of the subject, ready for JSON; see :func:`subject_from_facts`.

    ``entries`` rows are ``[ref, clause, date, count]``, then ``points`` and a mapping of
    the rarer attributes where there are any; ``ratings`` rows ``[ref, item, rater, score]``
    and the same mapping; ``states`` rows ``[kind, first, last]``; ``history`` rows
    ``[period, score, grade]``; ``journals`` rows ``[ref, week, state, scores]``; ``answers`` rows
    ``[group, weight, counts]``.
    """
    stored: Json = {"id": subject.id, "category": subject.category}
    if subject.department is not None:
        stored["department"] = subject.department
    if subject.kind != "staff":
        stored["kind"] = subject.kind
    parts: Json = {
        "duties": list(subject.duties),
        "facts": _texts(subject.facts),
        "months": {key: _texts(figures) for key, figures in subject.months.items()},
        "states": [[s.kind, s.first.isoformat(), s.last and s.last.isoformat()] for s in subject.states],
        "history": [[p.period, _text(p.score), p.grade] for p in subject.history],
        "entries": [_entry_row(entry) for entry in subject.entries],
        "ratings": [_rating_row(rating) for rating in subject.ratings],
        "journals": [_journal_row(journal) for journal in subject.journals],
        "answers": [[each.group, str(each.weight), each.counts] for each in subject.answers],
        "department_facts": _texts(subject.department_facts),
    }
    return stored | {name: part for name, part in parts.items() if part}


def _texts(figures: Mapping[str, Decimal]) -> dict[str, str]:
    return {name: str(value) for name, value in figures.items()}


def _journal_row(journal: Journal) -> list[Any]:
    scores = {
        name: {level: str(score) for level, score in given.items()} for name, given in journal.scores.items()
    }
    row: list[Any] = [journal.ref, journal.week, journal.state]
    return [*row, scores] if scores else row


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _entry_row(entry: Entry) -> list[Any]:
    row: list[Any] = [entry.ref, entry.clause, entry.date.isoformat(), str(entry.count)]
    rare = entry.level is not None or entry.kind is not None or entry.matter is not None
    if not rare and entry.attributes is None:  # nearly all: a close has a million
        if entry.points is not None:
            row.append(str(entry.points))
        return row
    more = {
        name: value
        for name, value in (
            ("level", entry.level),
            ("kind", entry.kind),
            ("matter", entry.matter),
            ("attributes", entry.attributes),
        )
        if value is not None
    }
    return [*row, _text(entry.points), more]


def _rating_row(rating: Rating) -> list[Any]:
    row: list[Any] = [rating.ref, rating.item, rating.rater, _text(rating.score)]
    more = {
        name: value
        for name, value in (("role", rating.role), ("round", rating.round), ("level", rating.level))
        if value is not None
    }
    if more:
        row.append(more)
    return row


def subject_from_facts(stored: Json) -> Subject:
    """The subject whose :func:`facts_of` this is."""
    return Subject(
        id=stored["id"],
        category=stored["category"],
        department=stored.get("department"),
        kind=stored.get("kind", "staff"),
        duties=stored.get("duties", ()),
        facts={name: Decimal(value) for name, value in stored.get("facts", {}).items()},
        months={
            key: {name: Decimal(value) for name, value in figures.items()}
            for key, figures in stored.get("months", {}).items()
        },
        states=[_state(*row) for row in stored.get("states", ())],
        history=[Past(period, _figure(score), grade) for period, score, grade in stored.get("history", ())],
        entries=[_entry(*row) for row in stored.get("entries", ())],
        ratings=[_rating(*row) for row in stored.get("ratings", ())],
        journals=[_journal(*row) for row in stored.get("journals", ())],
        answers=[
            Answers(group, Decimal(weight), counts) for group, weight, counts in stored.get("answers", ())
        ],
        department_facts={name: Decimal(value) for name, value in stored.get("department_facts", {}).items()},
    )


def _journal(ref: Any, week: str, state: str, scores: Json | None = None) -> Journal:
    given = {name: {k: Decimal(v) for k, v in levels.items()} for name, levels in (scores or {}).items()}
    return Journal(ref, week, state, given)


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _state(kind: str, first: str, last: str | None) -> State:
    return State(kind, date.fromisoformat(first), date.fromisoformat(last) if last else None)


def _entry(
    ref: Any, clause: str, day: str, count: str, points: str | None = None, more: Json | None = None
) -> Entry:
    return Entry(ref, clause, date.fromisoformat(day), Decimal(count), _figure(points), **(more or {}))


def _rating(ref: Any, item: str, rater: str, score: str | None, more: Json | None = None) -> Rating:
    return Rating(ref, item, rater, _figure(score), **(more or {}))
