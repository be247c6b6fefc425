"""Lists in pages that stand still while rows are added: the place is a cursor, never a number."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import BasePagination, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

LARGEST_ID = 2**63 - 1


class Cursor(CursorPagination):
    """Fifty rows unless asked otherwise, newest first."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
    ordering: Any = "-id"

    def decode_cursor(self, request: Request) -> Any:
        """The place in the list; NotFound for one that was not given out."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and not self.is_place(str(cursor.position)):
            raise NotFound(self.invalid_cursor_message)
        return cursor

    def is_place(self, position: str) -> bool:
        """Whether the database can compare with it."""
        return position.isascii() and position.isdecimal() and int(position[:20]) <= LARGEST_ID

    def get_page_size(self, request: Request) -> int | None:
        """As asked, within bounds."""
        asked = request.query_params.get("page_size")
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdecimal() and 1 <= int(asked[:9]) <= self.max_page_size):
            text = _("A whole number from 1 to %(most)s is expected.") % {"most": self.max_page_size}
            raise ValidationError({"page_size": [text]})
        return int(asked)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The parameters with their bounds."""
        found = super().get_schema_operation_parameters(view)
        for parameter in found:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] |= {"minimum": 1, "maximum": self.max_page_size}
        return found


class CursorByNumber(Cursor):
    """By staff number."""

    ordering = "number"

    def is_place(self, position: str) -> bool:
        """Any text that can be stored."""
        return "\x00" not in position and len(position) <= 100


class Whole(BasePagination):
    """A short list that is always given whole, in the same envelope."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """Everything."""
        return list(queryset)

    def get_paginated_response(self, data: Any) -> Response:
        """The envelope of a list that has one page."""
        return Response({"next": None, "previous": None, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The same as of every list."""
        return CursorPagination().get_paginated_response_schema(schema)
