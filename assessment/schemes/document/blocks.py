"""What a document is made of: sections of paragraphs, lists and tables, in one language."""

from dataclasses import dataclass, field, replace
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
class DocumentRow:
    """A row of a table; a group row has one cell over all columns. ``anchor`` is where links to it lead."""

    cells: list[str]
    anchor: str = ""
    is_group: bool = False


@dataclass(frozen=True)
class DocumentTable:
    """A table; ``widths`` are shares of the page, ``figures`` the columns that hold figures."""

    kind: ClassVar[str] = "table"
    heads: list[str]
    rows: list[DocumentRow]
    widths: list[int]
    figures: frozenset[int] = frozenset()

    @classmethod
    def without_empty(cls, heads: list[str], rows: list[DocumentRow], widths: list[int]) -> "DocumentTable":
        """The table without the columns in which nothing stands; the others share the page."""
        kept = [
            column
            for column in range(len(heads))
            if any(row.cells[column] for row in rows if not row.is_group)
        ]
        room = sum(widths[column] for column in kept)
        shares = [widths[column] * 100 // room for column in kept]
        shares[-1] += 100 - sum(shares)
        return cls(
            [heads[column] for column in kept],
            [row if row.is_group else replace(row, cells=[row.cells[c] for c in kept]) for row in rows],
            shares,
        )

    @property
    def fifths(self) -> list[int]:
        """The widths in steps of five, for which the pages have styles."""
        return [max(5, (width + 2) // 5 * 5) for width in self.widths]

    @property
    def labelled(self) -> list["LabelledRow"]:
        """The rows with the head of its column beside each cell, for pages too narrow for columns."""
        heads = self.heads or [""] * len(self.widths)
        return [
            LabelledRow(list(zip(heads, row.cells, strict=not row.is_group)), row.anchor, row.is_group)
            for row in self.rows
        ]


@dataclass(frozen=True)
class LabelledRow:
    """A row of cells with their heads."""

    cells: list[tuple[str, str]]
    anchor: str
    is_group: bool


Block = Paragraph | Listing | DocumentTable


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
