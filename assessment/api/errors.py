"""What a refusal looks like: ``{"errors": [{"path", "message"}]}``, for many rows also the ``row`` (from 0).

Messages are in the asker's language. ``path`` is the field or parameter, empty for the whole request.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from assessment.ledger.new_entry import Faults

KEY_HEADER = "Idempotency-Key"
# Names of the ledger's own fields as the interface calls them.
NAMES = {
    "staff": "staff_number",
    "department": "department_code",
    "idempotency_key": KEY_HEADER,
    NON_FIELD_ERRORS: "",
}
Fault = dict[str, Any]


class TooLarge(exceptions.APIException):
    """The body is larger than the system takes."""

    status_code = 413
    default_detail = _("The request is too large.")


class LockedOut(exceptions.APIException):
    """Too many wrong passwords."""

    status_code = 429
    default_detail = _("Too many failed attempts. Try again in a quarter of an hour.")


class Refused(exceptions.APIException):
    """The ledger refused one entry or some of the rows: 409 when a key was used for something else, else 400."""

    def __init__(self, faults: Mapping[int, Faults], *, by_row: bool) -> None:
        self.faults = [
            fault(NAMES.get(name, name), text, place if by_row else None)
            for place, found in faults.items()
            for name, texts in found.items()
            for text in texts
        ]
        used = all(each["path"] == KEY_HEADER for each in self.faults)
        self.status_code = 409 if used else 400
        super().__init__()


def refused(error: DjangoValidationError) -> Refused:
    """A service's ValidationError as a refusal of one thing."""
    by_field: Faults = (
        error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    )
    return Refused({0: by_field}, by_row=False)


def fault(path: str, message: Any, row: int | None = None) -> Fault:
    """One error, safe to be written out."""
    found: Fault = {"path": _clean(path), "message": _clean(str(message))}
    return found if row is None else {"row": row, **found}


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception, in the one form; None for what is a fault of ours."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, RequestDataTooBig):
        error = TooLarge()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, DjangoValidationError):
        error = refused(error)
    response = exception_handler(error, context)
    if response is None:
        return None
    faults = error.faults if isinstance(error, Refused) else list(_flat(response.data))
    response.data = {"errors": faults}
    return response


def _flat(detail: Any, path: tuple[str, ...] = ()) -> Iterator[Fault]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            whole = name in ("detail", api_settings.NON_FIELD_ERRORS_KEY)
            yield from _flat(inner, path if whole else (*path, str(name)))
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            yield from _flat(inner, (*path, str(place)) if nested else path)
    elif len(path) > 1 and path[0] == "rows" and path[1].isdecimal():
        yield fault(".".join(path[2:]), detail, int(path[1]))
    else:
        yield fault(".".join(path), detail)


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
