"""Writing the results of a close, all at once or not at all."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from assessment.closing.computation import Computed, compact
from assessment.closing.hold_lease import hold
from assessment.facts.subjects import Snapshot
from assessment.models import Close, Period, Result
from assessment.periods.change_state import take_step

Cells = tuple[str | None, ...]
COLUMNS = (
    "close_id",
    "staff_id",
    "department_id",
    "number",
    "name",
    "department_id_then",
    "department_name",
    "category",
    "status",
    "score",
    "grade",
    "ceiling",
    "bonus",
    "items",
    "gates",
    "flags",
    "shares",
    "facts",
    "standing",
)


@transaction.atomic
def write(close: Close, computed: Computed) -> Close:
    """Store the results and make them the ones that count, in one transaction.

    The period row is locked first, so that nobody can take the claim over meanwhile. Raises ClaimLost when somebody
    has done so before; then nothing is written.
    """
    period = hold(close)
    store(close, computed)
    last = Close.objects.filter(period=period, revision__isnull=False).order_by("revision").last()
    close.revision = last.revision + 1 if last is not None and last.revision is not None else 1
    close.state, close.finished_at = Close.State.DONE, timezone.now()
    close.people, close.facts_hash = computed.people, computed.facts_hash
    close.save()
    Period.objects.filter(pk=period.pk).update(claim=None, claimed_at=None)
    take_step(actor=close.started_by, period=period, action="close", current_close=close)
    return close


def store(close: Close, computed: Computed) -> None:
    """Add the result rows: COPY on PostgreSQL, one statement for many rows elsewhere."""
    quote = connection.ops.quote_name
    table, columns = quote(Result._meta.db_table), ", ".join(map(quote, COLUMNS))
    rows = cells(close, computed)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", _Lines(rows), size=1 << 16)
        else:
            places = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(rows))  # noqa: S608


def cells(close: Close, computed: Computed) -> Iterator[Cells]:
    """The result rows as texts, in the order of COLUMNS."""
    close_id = _id_of(close)
    known = {"[]": "[]", "{}": "{}"}
    for named, facts, outcome in zip(computed.subjects, computed.facts, computed.outcomes, strict=True):
        yield (
            close_id,
            *_about(named),
            outcome.status,
            None if outcome.score is None else str(outcome.score),
            outcome.grade,
            outcome.ceiling,
            None if outcome.bonus is None else str(outcome.bonus),
            compact({item: str(value) for item, value in outcome.items.items()}),
            compact(outcome.gates) if outcome.gates else known["[]"],
            compact(outcome.flags) if outcome.flags else known["[]"],
            None if outcome.shares is None else compact(outcome.shares),
            facts,
            compact(outcome.standing) if outcome.standing else known["{}"],
        )


def _about(named: Snapshot) -> Cells:
    """Whom a row is about: the columns from ``staff_id`` to ``category``."""
    subject_id = str(named.id)
    if named.kind == "department":
        return None, subject_id, named.number, named.name, None, "", ""
    return (
        subject_id,
        None,
        named.number,
        named.name,
        str(named.department_id),
        named.department,
        named.category,
    )


def _id_of(close: Close) -> str:
    return str(close.pk) if connection.features.has_native_uuid_field else close.pk.hex


class _Lines:
    """Rows as a file in the text format of COPY."""

    def __init__(self, rows: Iterable[Cells]) -> None:
        self._rows = iter(rows)

    def read(self, _size: int = -1) -> bytes:
        """The next lines; nothing at the end."""
        return "".join(_line(row) for row in islice(self._rows, 100)).encode()


def _line(row: Cells) -> str:
    return "\t".join([r"\N" if cell is None else _escaped(cell) for cell in row]) + "\n"


def _escaped(text: str) -> str:
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "\t" in text or "\n" in text or "\r" in text:
        text = text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text
