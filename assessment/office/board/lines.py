"""The lines of the board: one person each, a cell for each item, the score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from assessment.models import Period
from assessment.results.subject_rows import Words
from assessment.rules import Entry, Subject
from assessment.schemes.maxima import highest_score, maximum_of
from foundation.numbers import trimmed


@dataclass(frozen=True)
class BoardColumn:
    """An item of the part, or an earlier period that it looks back on. ``kind`` is the item's, or ``past``."""

    key: str
    number: str
    title: str
    kind: str

    @property
    def signed(self) -> bool:
        """Whether its figures are effects: shown with a sign, zero quietly, summed at the foot."""
        return self.kind == "entries"

    @property
    def is_subtotal(self) -> bool:
        """Whether it sums other columns."""
        return self.kind == "sum"


@dataclass(frozen=True)
class BoardCell:
    """A figure of a line, with a word in its place where it waits, and the line below it."""

    column: BoardColumn
    value: Decimal | None = None
    waits: str = ""
    below: str = ""


@dataclass
class BoardRow:
    """One person. ``told``: the asker may read grade and remarks."""

    staff_id: int
    number: str
    name: str
    department: str
    category: str
    cells: list[BoardCell]
    score: Decimal | None
    waits: bool = False
    is_assessed: bool = True
    told: bool = False
    grade: str = ""
    tone: str = ""
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Foot:
    """What the lines of the page come to: sums of effects and means, by column, and the mean score."""

    sums: list[Decimal | None]
    means: list[Decimal | None]
    mean_score: Decimal | None

    @property
    def has_sums(self) -> bool:
        """Whether any column holds effects."""
        return any(value is not None for value in self.sums)


_CENT = Decimal("0.01")


def words_for(period: Period) -> Words:
    """The scheme in the reader's words: the version that the shown figures were computed with."""
    shown = period.current_close if not period.takes_entries else None
    scheme = shown.version.rules if shown is not None else period.rules
    return Words(scheme, scheme.part(period.parsed_key.cadence))


def columns_of(words: Words, period: Period) -> list[BoardColumn]:
    """The columns; items with a number of their own are headed by it."""
    found = []
    for column in words.columns(period.key):
        number = column.key if column.key[:1].isdigit() and not column.is_past else ""
        kind = "past" if column.is_past else words.part.items[column.key].kind
        found.append(BoardColumn(column.key, number, column.title, kind))
    return found


def highest(words: Words) -> Decimal | None:
    """What the score is measured against, where the scheme says so."""
    return highest_score(words.part)


def cells_of(
    words: Words,
    columns: Iterable[BoardColumn],
    subject: Subject,
    values: Mapping[str, Decimal | None],
    given: Mapping[str, tuple[int, int]] | None = None,
) -> list[BoardCell]:
    """The cells of one person. ``given`` (item → scores in, scores asked) while the period runs, else None."""
    past = {each.period: each for each in subject.history}
    found = []
    for column in columns:
        if column.kind == "past":
            row = past.get(column.key)
            cell = BoardCell(column, row.score if row else None, below=words.grade(row.grade) if row else "")
        else:
            cell = _item(words, column, subject, values.get(column.key), given)
        found.append(cell)
    return found


def _item(
    words: Words,
    column: BoardColumn,
    subject: Subject,
    value: Decimal | None,
    given: Mapping[str, tuple[int, int]] | None,
) -> BoardCell:
    item = words.part.items[column.key]
    if item.kind == "entries":
        clauses = words.part.clauses
        return BoardCell(
            column, value, below=_counted(e for e in subject.entries if clauses[e.clause].item == item.id)
        )
    if item.kind == "tally":
        waits = _("figure lacks") if value is None and given is not None else ""
        return BoardCell(column, value, waits, _stated(words, item, subject))
    if item.kind not in ("given", "rank_bands"):
        return BoardCell(column, value)
    if item.kind == "given" and not item.duties_of(subject.duties) and not item.required:
        return BoardCell(column)
    if value is None and given is not None:
        counts = [given.get(rated.id, (0, 0)) for rated in item.rating_items]
        done, asked = sum(each[0] for each in counts), sum(each[1] for each in counts)
        return BoardCell(
            column,
            None,
            _("to be scored") if done < asked or not asked else _("at the close"),
            f"{done}/{asked}",
        )
    most = maximum_of(item, words.part, subject.duties) if item.kind == "given" else None
    return BoardCell(column, value, below="" if most is None else f"/ {trimmed(most)}")


def _counted(entries: Iterable[Entry]) -> str:
    """The clauses with how often (or how many days …): 6.1a×2 6.2."""
    counts: dict[str, Decimal] = {}
    for entry in entries:
        counts[entry.clause] = counts.get(entry.clause, Decimal(0)) + entry.count
    if len(counts) == 1 and not next(iter(counts))[:1].isdigit():
        return ""  # a clause without a number says no more than its column
    shown = [clause if times == 1 else f"{clause}×{trimmed(times)}" for clause, times in counts.items()]
    return " ".join(shown[:3]) + (" …" if len(shown) > 3 else "")


def _stated(words: Words, item, subject: Subject) -> str:  # type: ignore[no-untyped-def]  # a TallyItem
    """The figures behind a tally that are not nothing: 迟到 2."""
    facts = words.part.facts
    return " ".join(
        f"{facts[each.fact].title.get(words.language)} {trimmed(subject.facts[each.fact])}"
        for each in item.each
        if subject.facts.get(each.fact)
    )


def foot_of(columns: list[BoardColumn], lines: list[BoardRow]) -> Foot:
    """Sums and means of a page of lines."""
    sums: list[Decimal | None] = []
    means: list[Decimal | None] = []
    for place, column in enumerate(columns):
        values = [v for line in lines if (v := line.cells[place].value) is not None]
        sums.append(sum(values, Decimal(0)) if column.signed and values else None)
        means.append(mean_of(values))
    return Foot(sums, means, mean_of([line.score for line in lines if line.score is not None]))


def mean_of(values: list[Decimal]) -> Decimal | None:
    """The mean to two places; None of nothing."""
    return mean_from(sum(values, Decimal(0)), len(values))


def mean_from(total: Decimal | None, count: int) -> Decimal | None:
    """The mean from a sum and a count, to two places; None of nothing."""
    if total is None or not count:
        return None
    return (Decimal(total) / count).quantize(_CENT, rounding=ROUND_HALF_UP)
