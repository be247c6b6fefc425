"""What other rooms offer for a period; a room registers its providers when the system starts.

A provider must need the same number of statements whatever the number of people.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Generic, TypeVar

from assessment.models import Period
from assessment.rules import Answers, Journal
from organization.subjects import SubjectRef

Offer = tuple[SubjectRef, str, Decimal]
MonthOffer = tuple[SubjectRef, str, str, Decimal]
JournalOffer = tuple[int, Journal]
AnswersOffer = tuple[SubjectRef, Answers]
T = TypeVar("T")


class _Providers(Generic[T]):
    """The rooms that offer one kind of facts."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._by_name: dict[str, Callable[[Period], Iterable[T]]] = {}

    def register(self, name: str, provider: Callable[[Period], Iterable[T]]) -> None:
        if self._by_name.get(name, provider) is not provider:
            raise ValueError(f"{self.what} registered twice: {name}")
        self._by_name[name] = provider

    def forget(self, name: str) -> None:
        self._by_name.pop(name, None)

    def of(self, period: Period) -> Iterator[T]:
        for provider in list(self._by_name.values()):
            yield from provider(period)


_figures: _Providers[Offer] = _Providers("figures")
_months: _Providers[MonthOffer] = _Providers("months")
_journals: _Providers[JournalOffer] = _Providers("journals")
_answers: _Providers[AnswersOffer] = _Providers("answers")
_asked: _Providers[SubjectRef] = _Providers("subjects of a questionnaire")


def register_figures(name: str, provider: Callable[[Period], Iterable[Offer]]) -> None:
    """Let a room offer figures: ``provider(period)`` yields ``(subject, figure, value)``.

    A figure entered by hand for the same subject and name stands over the one that is offered. ValueError when the name
    is taken by another provider; the same holds for the other kinds.
    """
    _figures.register(name, provider)


def register_months(name: str, provider: Callable[[Period], Iterable[MonthOffer]]) -> None:
    """Let a room offer figures by month: ``(subject, month, figure, value)``, the month as ``2026-03``."""
    _months.register(name, provider)


def register_journals(name: str, provider: Callable[[Period], Iterable[JournalOffer]]) -> None:
    """Let a room offer weekly journals: ``(staff id, journal)`` for each week on record."""
    _journals.register(name, provider)


def register_answers(name: str, provider: Callable[[Period], Iterable[AnswersOffer]]) -> None:
    """Let a room offer what was answered: ``(subject, counts of one group)``, groups in order."""
    _answers.register(name, provider)


def register_asked(name: str, provider: Callable[[Period], Iterable[SubjectRef]]) -> None:
    """Let a room say about whom a questionnaire asks. Where none does: everyone."""
    _asked.register(name, provider)


def forget_figures(name: str) -> None:
    """Take a provider away again (a room that is switched off, a test)."""
    _figures.forget(name)


def forget(name: str) -> None:
    """Take everything away that a room offers."""
    for providers in (_figures, _months, _journals, _answers, _asked):
        providers.forget(name)


def offered(period: Period) -> Iterator[Offer]:
    """The figures that the rooms offer for a period."""
    return _figures.of(period)


def offered_months(period: Period) -> Iterator[MonthOffer]:
    """The figures by month that the rooms offer."""
    return _months.of(period)


def offered_journals(period: Period) -> Iterator[JournalOffer]:
    """The weekly journals that the rooms offer."""
    return _journals.of(period)


def offered_answers(period: Period) -> Iterator[AnswersOffer]:
    """The counted answers that the rooms offer."""
    return _answers.of(period)


def asked_about(period: Period) -> frozenset[SubjectRef]:
    """About whom the questionnaire of a period asks; empty where no room says so."""
    return frozenset(_asked.of(period))
