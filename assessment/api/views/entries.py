"""The ledger: reading, recording one entry or many, taking one back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.api.base import UnitApi
from assessment.api.errors import KEY_HEADER
from assessment.api.filters import EntryFilters
from assessment.api.pagination import Cursor
from assessment.api.record_entries import key_of, record_batch, record_one, reverse_one
from assessment.api.schema import KEY_PARAMETER, answers, described
from assessment.api.serializers import EntryIn, EntryOut, RecordedOut, ReverseIn, RowsIn
from assessment.ledger.selectors import entries_seen_by
from assessment.models import Entry
from assessment.policy import Action


class _Entries(UnitApi):
    model = Entry
    serializer_class: Any = EntryOut
    seen_with: tuple[str, ...] = (Action.VIEW_ENTRIES, Action.OWN_RESULTS)
    done_with: tuple[str, ...] = (Action.RECORD_ENTRIES,)

    def seen(self) -> QuerySet[Entry]:
        """As on the pages of entries."""
        return with_all(entries_seen_by(self.access))

    def get_serializer_context(self) -> dict[str, Any]:
        """With the language of the titles."""
        return {**super().get_serializer_context(), "language": self.language}

    def key(self, request: Request) -> str:
        """The key of the sender."""
        return key_of(self.user, request.headers.get(KEY_HEADER))

    def said(self, shape: Any) -> Any:
        """The checked body."""
        body = shape(data=self.request.data)
        body.is_valid(raise_exception=True)
        return body.validated_data

    def told(self, entry: Entry, created: bool) -> Response:
        """An entry as the ledger has it: 201 when it is new, 200 when it was there."""
        found = with_all(Entry.objects.filter(pk=entry.pk)).get()
        return Response(self.get_serializer(found).data, status=201 if created else 200)


class Entries(_Entries, ListAPIView[Any]):
    """The ledger of the unit, within what the asker may see."""

    filterset_class = EntryFilters
    pagination_class = Cursor

    @extend_schema(operation_id="entries", tags=["entries"], summary="Entries, the newest first")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Of the departments that the asker looks after, and the asker's own. Nothing is ever changed or left out."""
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="record_entry",
        tags=["entries"],
        summary="Record an entry",
        parameters=[KEY_PARAMETER],
        request=EntryIn,
        responses=answers(EntryOut),
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """201 for a new entry, 200 for one that was recorded with this key and content before."""
        key, row = self.key(request), self.said(EntryIn)
        entry, created = record_one(actor=self.user, unit=self.access.unit, key=key, row=row)
        return self.told(entry, created)


class ManyEntries(_Entries):
    """Many entries at once."""

    @extend_schema(
        operation_id="record_entries",
        tags=["entries"],
        summary="Record many entries, all or none",
        parameters=[KEY_PARAMETER],
        request=RowsIn,
        responses=answers(RecordedOut),
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A single faulty row, and nothing is recorded: each error names its row, counted from 0."""
        key, rows = self.key(request), self.said(RowsIn)["rows"]
        entries, created = record_batch(actor=self.user, unit=self.access.unit, key=key, rows=rows)
        places = {entry.pk: place for place, entry in enumerate(entries)}
        found = sorted(with_all(Entry.objects.filter(pk__in=places)), key=lambda entry: places[entry.pk])
        body = RecordedOut({"entries": found}, context=self.get_serializer_context())
        return Response(body.data, status=201 if created else 200)


@described("entry", "entries", "One entry")
class OneEntry(_Entries, RetrieveAPIView[Any]):
    """By id."""


class Reversal(_Entries):
    """Taking an entry back."""

    # Who sees the entry is told that it is not theirs to take back; to others it is not there.
    done_with = _Entries.seen_with

    @extend_schema(
        operation_id="reverse_entry",
        tags=["entries"],
        summary="Take an entry back",
        parameters=[KEY_PARAMETER],
        request=ReverseIn,
        responses=answers(EntryOut),
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Records a second line that takes the first one back, and answers with it. Nothing is edited."""
        entry = self.get_object()
        if not self.access.covers(Action.RECORD_ENTRIES, entry.department_id):
            raise PermissionDenied
        key, said = self.key(request), self.said(ReverseIn)
        reversal, created = reverse_one(actor=self.user, entry=entry, key=key, reason=said["reason"])
        return self.told(reversal, created)


def with_all(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """With everything that goes out, in a constant number of statements."""
    return (
        entries.select_related(
            "unit", "staff", "department", "entered_by", "period__version", "reversal", "reverses"
        )
        .defer("period__version__text")
        .prefetch_related("evidence")
    )
