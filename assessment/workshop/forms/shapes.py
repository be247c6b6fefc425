"""What may stand at a place of a pack, read from the models of the vocabulary."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from assessment.rules.vocabulary.base import Text
from assessment.rules.vocabulary.conditions import FigureComparison

_LEAVES: dict[Any, str] = {Decimal: "figure", int: "whole", date: "day", bool: "flag", str: "word"}
COMPARISONS = ("at_least", "more_than", "at_most", "less_than", "equals")


@dataclass(frozen=True)
class Shape:
    """The types that a place accepts, None left out; ``optional`` when it may be left out altogether."""

    options: tuple[Any, ...]
    optional: bool
    default: Any = None

    def pick(self, data: Any) -> Any:
        """The type that fits what stands there; None when that cannot be told."""
        if len(self.options) == 1:
            return self.options[0]
        if isinstance(data, dict):
            fitting = [each for each in self.options if is_model(each) and _fits(each, data)]
            return max(fitting, key=lambda each: len(keys_of(each).keys() & data.keys()), default=None)
        plain = [each for each in self.options if not is_model(each)]
        return plain[0] if plain and data is not None else None


def shape(field: FieldInfo) -> Shape:
    """The shape of a model's field."""
    options = tuple(_flat(field.annotation))
    default = None if field.is_required() else field.get_default(call_default_factory=True)
    return Shape(options, not field.is_required(), default)


def inner(core: Any) -> Shape:
    """The shape of the elements of a list, or of the values of a table."""
    arguments = get_args(core)
    return Shape(tuple(_flat(arguments[1] if get_origin(core) is dict else arguments[0])), optional=False)


def _flat(annotation: Any) -> Iterator[Any]:
    """The members of a union, without marks and without None."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _flat(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for each in get_args(annotation):
            yield from _flat(each)
    elif annotation is not type(None):
        yield annotation


def kind_of(core: Any) -> str:
    """``model``, ``text``, ``list``, ``table``, ``choice``, or the kind of a single value."""
    origin = get_origin(core)
    if origin is tuple:
        return "list"
    if origin is dict:
        return "table"
    if origin is Literal:
        return "choice"
    if core is Text:
        return "text"
    return "model" if is_model(core) else _LEAVES.get(core, "")


def is_model(core: Any) -> bool:
    """Whether a type is a model of the vocabulary."""
    return isinstance(core, type) and issubclass(core, BaseModel)


def is_comparison(core: Any) -> bool:
    """Whether a type is a condition that compares with a bound."""
    return is_model(core) and issubclass(core, FigureComparison)


def keys_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The keys of a model as they stand in a pack."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def constant(field: FieldInfo) -> Any:
    """The one value that a key of a kind can have (``kind: per_count``), None for any other key."""
    options = shape(field).options
    values = get_args(options[0]) if len(options) == 1 and kind_of(options[0]) == "choice" else ()
    return values[0] if len(values) == 1 and field.is_required() else None


def kind_name(model: type[BaseModel]) -> str:
    """The word by which a kind is told from the others of its list: the value of its ``kind`` (or ``effect``)."""
    for field in keys_of(model).values():
        if (value := constant(field)) is not None:
            return str(value)
    return ""


def is_simple(core: Any) -> bool:
    """Whether a form can make one from nothing: single values, texts and simple models only, no choice of kinds."""
    if kind_of(core) != "model":
        return kind_of(core) not in ("list", "table", "")
    for field in keys_of(core).values():
        options = shape(field).options
        if len(options) != 1 or not is_simple(options[0]):
            return False
    return True


def is_makeable(core: Any) -> bool:
    """Whether everything that one must have can be given in a form."""
    for field in keys_of(core).values():
        if not field.is_required():
            continue
        options = shape(field).options
        needed = inner(options[0]).options if len(options) == 1 and kind_of(options[0]) == "list" else options
        if len(needed) != 1 or not is_simple(needed[0]):
            return False
    return True


def _fits(model: type[BaseModel], data: dict[str, Any]) -> bool:
    fields = keys_of(model)
    for key, field in fields.items():
        if key not in data:
            continue
        options = shape(field).options
        told_apart = len(options) == 1 and kind_of(options[0]) == "choice" and field.is_required()
        if told_apart and data[key] not in get_args(options[0]):
            return False
    known = fields.keys() & data.keys()
    own = [key for key in known if fields[key].is_required()]
    return bool(own) or not any(field.is_required() for field in fields.values())
