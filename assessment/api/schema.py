"""The OpenAPI description: what every operation may answer besides success."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view

from assessment.api.errors import KEY_HEADER

KEY_PARAMETER = OpenApiParameter(
    KEY_HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    pattern=r"^[A-Za-z0-9_.-]{1,50}$",
    description="A key of your own for this very content. Sent again it records nothing new.",
)
_LANGUAGE = {
    "in": "query",
    "name": "lang",
    "schema": {"type": "string", "enum": ["zh-hans", "en"]},
    "description": "Language of titles, sentences and errors; otherwise Accept-Language (with a token) or the login's own.",
}
_ERRORS = {
    "type": "object",
    "required": ["errors"],
    "properties": {
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "message"],
                "properties": {
                    "row": {"type": "integer", "description": "Row of a batch, from 0."},
                    "path": {
                        "type": "string",
                        "description": "Field, parameter or header; empty for the whole.",
                    },
                    "message": {"type": "string"},
                },
            },
        }
    },
}
_MEANING = {
    "400": "Something was not understood, or the ledger refuses it.",
    "401": "No login, or a token that is not valid.",
    "403": "Seen, but not allowed.",
    "404": "Not there, or not for the asker to see.",
    "409": "The key was used for something else.",
    "413": "The request is too large.",
    "415": "The body is not JSON.",
    "429": "Too many requests; see Retry-After.",
}


def described(operation_id: str, tag: str, summary: str) -> Callable[[Any], Any]:
    """Name the reading operation of a view."""
    return extend_schema_view(get=extend_schema(operation_id=operation_id, tags=[tag], summary=summary))


def answers(shape: Any) -> dict[int, Any]:
    """The answers of an operation that records: the same body, new or there already."""
    return {
        201: OpenApiResponse(shape, description="Recorded."),
        200: OpenApiResponse(shape, description="It was recorded before, with the same key and content."),
    }


def complete(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add what all operations share: the language, and the errors with their one form."""
    result["components"]["schemas"]["Errors"] = _ERRORS
    for path, operations in result["paths"].items():
        for operation in operations.values():
            operation.setdefault("parameters", []).append(_LANGUAGE)
            for status in _statuses(path, operation):
                operation["responses"].setdefault(
                    status,
                    {
                        "description": _MEANING[status],
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Errors"}}},
                    },
                )
    return result


def _statuses(path: str, operation: dict[str, Any]) -> list[str]:
    found = ["400", "429"]
    if operation["operationId"] != "make_token":
        found.append("401")
    if "{" in path or any(each["name"] == "cursor" for each in operation["parameters"]):
        found.append("404")
    if operation["operationId"] == "revoke_token" or "requestBody" in operation:
        found.append("403")
    if "requestBody" in operation:
        found += ["413", "415"]
    if any(each["name"] == KEY_HEADER for each in operation["parameters"]):
        found.append("409")
    return sorted(found)
