"""Fields and bases of what goes in."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

_FIGURE = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")


class ExactFigure(serializers.DecimalField):
    """An exact figure, written as a string: a number of JSON may have passed through binary fractions."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 8, "decimal_places": 2, **kwargs})

    def to_internal_value(self, data: Any) -> Decimal:
        """The exact value."""
        if not isinstance(data, str) or not _FIGURE.fullmatch(data):
            raise serializers.ValidationError(_("Write the figure as a string, for example “0.5”."))
        return super().to_internal_value(data)


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields it does not know: a misspelt one must not vanish."""

    def to_internal_value(self, data: Any) -> Any:
        """The checked values."""
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                raise serializers.ValidationError(
                    {str(name): [_("There is no such field.")] for name in unknown}
                )
        return super().to_internal_value(data)


@extend_schema_field(
    {"oneOf": [{"type": "string", "maxLength": 60}, {"type": "integer"}, {"type": "boolean"}]}
)
class Particular(serializers.Field[Any, Any, Any, Any]):
    """One particular of an entry: a text, a whole number, or yes and no."""

    default_error_messages = {"invalid": _lazy("A text, a whole number, or true or false is expected.")}

    def to_internal_value(self, data: Any) -> str | int | bool:
        """As it was sent."""
        if not isinstance(data, str | int) or len(str(data)) > 60 or "\x00" in str(data):
            self.fail("invalid")
        return data

    def to_representation(self, value: Any) -> Any:
        """As it is stored."""
        return value
