"""Proposed entries as the page shows them: what waits, narrowed by period, room and name; what was decided lately."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from assessment.ledger.clauses import ClauseLine, clauses_of
from assessment.ledger.decide_proposals import is_about
from assessment.ledger.open_periods import recordable_in
from assessment.ledger.particulars import in_words
from assessment.models import Period, ProposedEntry
from foundation.ids import row_id
from organization.models import User


@dataclass(frozen=True)
class ProposalFilter:
    """What the list is narrowed to; empty means all."""

    period: int | None
    room: str
    text: str

    @classmethod
    def of(cls, said: Mapping[str, str]) -> "ProposalFilter":
        """As the address says it."""
        return cls(row_id(said.get("period", "")), said.get("room", ""), said.get("q", "").strip())

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.period or self.room or self.text)

    def narrowed(self, rows: QuerySet[ProposedEntry]) -> QuerySet[ProposedEntry]:
        """The rows asked for."""
        if self.period:
            rows = rows.filter(period=self.period)
        if self.room:
            rows = rows.filter(source_room=self.room)
        if self.text:
            text = self.text
            person = Q(staff__name__icontains=text) | Q(staff__initials__istartswith=text)
            rows = rows.filter(person | Q(staff__number=text) | Q(department__name__icontains=text))
        return rows


@dataclass(frozen=True)
class ProposalRow:
    """A proposal in the reader's language; ``clause`` None where the period's version has no such clause."""

    row: ProposedEntry
    clause: ClauseLine | None
    more: list[str]
    room: str
    is_own: bool

    @property
    def token(self) -> str:
        """Proposal and revision: what the reader has seen."""
        return f"{self.row.pk}.{self.row.revision}"


def lines_of(rows: Iterable[ProposedEntry], user: User) -> list[ProposalRow]:
    """The proposals as lines; their periods have to be there with their versions."""
    lang, found = get_language() or "zh-hans", []
    for row in rows:
        clause = recordable_in(row.period, row.kind).get(row.clause) if row.attributes else None
        found.append(
            ProposalRow(
                row,
                clauses_of(row.period, lang, row.kind).get(row.clause),
                in_words(clause, row.attributes, lang) if clause else [],
                room_title(row.source_room),
                is_about(user, row),
            )
        )
    return found


def room_title(room: str) -> str:
    """A room in words; a room that is not installed any more by its name."""
    config = apps.app_configs.get(room)
    return str(config.verbose_name) if config else room


def periods_and_rooms(rows: QuerySet[ProposedEntry]) -> tuple[list[Period], list[tuple[str, str]]]:
    """What the list can be narrowed to."""
    rooms = sorted(set(rows.order_by().values_list("source_room", flat=True)))
    periods = Period.objects.filter(pk__in=rows.order_by().values("period"))
    return list(periods), [(room, room_title(room)) for room in rooms]


def read_tokens(tokens: Iterable[str]) -> dict[int, int]:
    """Proposals and the revisions that were seen, as the form says them; what is none is left out."""
    found = {}
    for token in tokens:
        proposal, _dot, revision = token.partition(".")
        pk, seen = row_id(proposal), row_id(revision)
        if pk is not None and seen is not None:
            found[pk] = seen
    return found
