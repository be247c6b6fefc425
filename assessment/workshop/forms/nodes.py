"""The parts of a form: single fields, texts in two languages, groups, rows of a list."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from assessment.rules.yaml_source import Path, spell
from assessment.workshop.forms.addresses import address
from assessment.workshop.forms.names import Choices

Words = str | Promise
_ROW = 34  # signs in a line of a narrow field


@dataclass
class Leaf:
    """One field. ``was`` is what the pack says there, written out, ``value`` what stands in the field."""

    kind: str
    path: Path
    label: Words
    was: str = ""
    value: str = ""
    optional: bool = True
    present: bool = True
    choices: Choices = field(default_factory=list)
    hint: str = ""
    line: int = 0
    error: Words = ""

    @property
    def name(self) -> str:
        """The field's name in the form."""
        return f"f:{address(self.path)}"

    @property
    def rows(self) -> int:
        """Lines that the text takes in a narrow field; a Chinese sign is as wide as two others."""
        width = sum(2 if ord(sign) > 0x2E7F else 1 for sign in self.value)
        return min(6, 1 + width // _ROW)

    @property
    def id(self) -> str:
        """The field's id on the page."""
        return "f-" + address(self.path).replace("/", "-").replace(".", "_")


@dataclass
class Bound(Leaf):
    """A comparison with its bound: at least 10, more than 15. ``path`` is that of the condition around it."""

    comparison: str = ""
    compared: str = ""
    about: Words = ""  # what is compared

    @property
    def comparison_name(self) -> str:
        """The name of the choice beside the figure."""
        return f"c:{address(self.path)}"


@dataclass
class Many(Leaf):
    """Names ticked from a list, or written one after the other where the list is not known."""

    listed: list[str] = field(default_factory=list)
    ticked: list[str] = field(default_factory=list)


@dataclass
class FieldGroup:
    """Fields that belong together: a text, a model, a row. ``kind`` is ``text``, ``model`` or ``rows``."""

    kind: str
    path: Path
    label: Words
    parts: list["Node"] = field(default_factory=list)
    note: Words = ""
    present: bool = True
    removable: bool = False
    removed: bool = False
    about: str = ""  # what a row is called
    constants: dict[str, Any] = field(default_factory=dict)
    line: int = 0
    error: Words = ""

    @property
    def remove_name(self) -> str:
        """The name of the tick that takes it out."""
        return f"x:{address(self.path)}"


Node = Leaf | FieldGroup


def leaves(node: Node) -> Iterator[Leaf]:
    """Every field of a form."""
    if isinstance(node, Leaf):
        yield node
    else:
        for part in node.parts:
            yield from leaves(part)


def groups(node: Node) -> Iterator[FieldGroup]:
    """Every group of a form, the outer before the inner."""
    if isinstance(node, FieldGroup):
        yield node
        for part in node.parts:
            yield from groups(part)


def place_error(root: Node, spelled: str, message: Words) -> bool:
    """Put what is wrong at a place of the pack beside the field, or the narrowest group, that stands for it."""
    candidates: list[Node] = [*leaves(root), *groups(root)]
    fitting = [node for node in candidates if _covers(spell(node.path), spelled)]
    if not fitting:
        return False
    best = max(fitting, key=lambda node: (len(spell(node.path)), isinstance(node, Leaf)))
    best.error = best.error or message
    return True


def _covers(place: str, spelled: str) -> bool:
    return not place or spelled == place or spelled.startswith((f"{place}.", f"{place}["))
