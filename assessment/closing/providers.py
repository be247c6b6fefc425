"""Figures that other rooms offer for a period; a room registers its provider when the system starts."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from assessment.models import Period

Offer = tuple[int, str, Decimal]
Provider = Callable[[Period], Iterable[Offer]]
_providers: dict[str, Provider] = {}


def register_figures(name: str, provider: Provider) -> None:
    """Let a room offer figures: ``provider(period)`` yields ``(staff id, figure, value)``.

    A provider must need the same number of statements whatever the number of people. A figure entered by hand for the
    same person and name stands over the one that is offered. ValueError when the name is taken.
    """
    if _providers.get(name, provider) is not provider:
        raise ValueError(f"figures registered twice: {name}")
    _providers[name] = provider


def forget_figures(name: str) -> None:
    """Take a provider away again (a room that is switched off, a test)."""
    _providers.pop(name, None)


def offered(period: Period) -> Iterator[Offer]:
    """Everything that the rooms offer for a period."""
    for provider in _providers.values():
        yield from provider(period)
