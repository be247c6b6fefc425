"""What a document is made of: sections of paragraphs, lists and tables, in one language."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class Paragraph:
    """Some sentences."""

    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True)
class Listing:
    """Short points, one below the other."""

    kind: ClassVar[str] = "listing"
    points: list[str]


@dataclass(frozen=True)
class Row:
    """A row of a table; a group row has one cell over all columns. ``anchor`` is where links to it lead."""

    cells: list[str]
    anchor: str = ""
    is_group: bool = False


@dataclass(frozen=True)
class Table:
    """A table; ``widths`` are shares of the page, ``figures`` the columns that hold figures."""

    kind: ClassVar[str] = "table"
    heads: list[str]
    rows: list[Row]
    widths: list[int]
    figures: frozenset[int] = frozenset()


Block = Paragraph | Listing | Table


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it; ``level`` 1 for the parts of the document, 2 for what is in them."""

    title: str
    level: int = 1
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """The whole: title, what stands below it, sections in order."""

    title: str
    about: list[tuple[str, str]]
    sections: list[Section]
    language: str
