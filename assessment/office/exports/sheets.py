"""The sheets: annual grades, the results of a month or quarter, the roster of bonuses."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from assessment.office.exports.base import ExportSubject, add_method_sheet, status_words, words
from assessment.office.exports.rows import GradeTally, earlier_periods, history_of, ordered_results, tallies
from assessment.results.department_table import stored_table
from foundation.excel.columns import Column
from foundation.excel.writer import Book, Sheet

PERSON = 4  # columns that stay in view: department, category, number, name
Tick = Callable[[int], None]


def _person_columns() -> list[Column]:
    return [
        Column("department", _("Department"), width=18),
        Column("category", _("Category"), width=12),
        Column("number", _("Staff number"), width=10),
        Column("name", _("Name"), width=10),
    ]


def _result_columns(subject: ExportSubject) -> list[Column]:
    columns = [Column("score", _("Score"), kind="number", width=9)]
    if subject.part.grades:
        columns += [Column("grade", _("Grade"), width=11), Column("ceiling", _("Ceiling"), width=11)]
    if subject.part.bonus is not None:
        columns.append(Column("bonus", _("Bonus (yuan)"), kind="number", width=12))
    columns += [
        Column("status", _("Status"), width=12),
        Column("remarks", _("Remarks"), width=46, wrap=True),
    ]
    return columns


def _item_columns(subject: ExportSubject, results: list[Any]) -> list[Column]:
    """The items of the part; where it asks questions the groups that answered."""
    if subject.part.asks is not None:
        groups = dict.fromkeys(name for result in results for name in result.items)
        return [Column(f"item.{name}", name, kind="number", width=12) for name in groups]
    return [
        Column(f"item.{item.id}", words(item.title), kind="number", width=10)
        for item in subject.part.items.values()
    ]


def _person_cells(subject: ExportSubject, result: Any) -> dict[str, Any]:
    return {
        "department": result.department_name,
        "category": subject.category(result.category),
        "number": result.number,
        "name": result.name,
        "score": result.score,
        "grade": subject.grade(result.final_grade),
        "ceiling": subject.grade(result.ceiling),
        "bonus": result.final_bonus,
        "status": status_words(result.status),
        "remarks": "；".join(filter(None, [subject.flags(result.flags), subject.gates(result.gates)])),
    }


def annual_sheet(book: Book, subject: ExportSubject, results: list[Any], tick: Tick) -> None:
    """The annual grade sheet: people with the year's periods, the distribution against the caps, the method."""
    periods = earlier_periods(results)
    columns = _person_columns()
    for key in periods:
        columns.append(Column(f"{key}.score", f"{key}\n{_('Score')}", kind="number", width=9))
        if subject.part.grades:
            columns.append(Column(f"{key}.grade", f"{key}\n{_('Grade')}", width=9))
    columns += _item_columns(subject, results) + _result_columns(subject)
    sheet = _begin(book, subject, _("Annual grades"), columns)
    for done, result in enumerate(results, start=1):
        cells = _person_cells(subject, result)
        cells |= {f"item.{item}": Decimal(value) for item, value in result.items.items()}
        for key, (score, grade) in history_of(result).items():
            cells |= {f"{key}.score": score, f"{key}.grade": subject.grade(grade)}
        sheet.append(cells)
        tick(done)


def period_sheet(book: Book, subject: ExportSubject, results: list[Any], tick: Tick) -> None:
    """The results of a month or quarter: people × items, score, grade, bonus, remarks."""
    columns = _person_columns() + _item_columns(subject, results) + _result_columns(subject)
    sheet = _begin(book, subject, _("Results"), columns)
    for done, result in enumerate(results, start=1):
        cells = _person_cells(subject, result)
        cells |= {f"item.{item}": Decimal(value) for item, value in result.items.items()}
        sheet.append(cells)
        tick(done)


def add_departments_sheet(book: Book, subject: ExportSubject) -> None:
    """The departments, where the scheme assesses them: items, score, remarks; shares of answers where it asks."""
    table = stored_table(subject.close)
    if table is None or not table.rows:
        return
    title = table.title or _("Departments")
    columns = [
        Column("code", _("Code"), width=10),
        Column("name", _("Department"), width=20),
        *(Column(f"item.{each.key}", each.title, kind="number", width=12) for each in table.columns),
        Column("score", _("Score"), kind="number", width=10),
        *([Column("grade", _("Grade"), width=12)] if table.has_grades else []),
        Column("remarks", _("Remarks"), width=40, wrap=True),
    ]
    heading = f"{subject.heading} {title}"
    sheet = book.sheet(title, columns, title=heading, notes=_notes(subject), frozen=2)
    for row in table.rows:
        cells: dict[str, Any] = {f"item.{column.key}": value for column, value, _grade in row.figures}
        cells |= {"code": row.result.number, "name": row.result.name, "score": row.result.score}
        cells |= {"remarks": "；".join(row.remarks)} | ({"grade": row.grade} if table.has_grades else {})
        sheet.append(cells)


def bonus_sheet(book: Book, subject: ExportSubject, results: list[Any], tick: Tick) -> None:
    """The roster of bonuses for finance: who is paid what, with the sum and room to sign."""
    columns = [
        *_person_columns(),
        Column("grade", _("Grade"), width=12),
        Column("bonus", _("Bonus (yuan)"), kind="number", width=14),
        Column("remarks", _("Remarks"), width=40, wrap=True),
        Column("signature", _("Signature"), width=16),
    ]
    sheet = _begin(book, subject, _("Bonuses"), columns)
    total = Decimal(0)
    paid = [result for result in results if result.final_bonus is not None]
    for done, result in enumerate(paid, start=1):
        cells = _person_cells(subject, result)
        sheet.append({column.key: cells.get(column.key) for column in columns})
        total += result.final_bonus
        tick(done)
    sheet.append({"department": pgettext("sum of a column", "Total"), "bonus": total}, style="strong")
    sheet.note()
    sheet.note(_("Made by:") + " " * 30 + _("Checked by:") + " " * 30 + _("Approved by:"))


def _begin(book: Book, subject: ExportSubject, title: str, columns: list[Column]) -> Sheet:
    heading = f"{subject.heading} {title}"
    return book.sheet(title, columns, title=heading, notes=_notes(subject), frozen=PERSON)


def _notes(subject: ExportSubject) -> list[str]:
    notes = [
        _("Scheme: %(scheme)s, version %(version)s, revision %(revision)s. State: %(state)s.")
        % {
            "scheme": words(subject.scheme.title),
            "version": subject.close.version.number,
            "revision": subject.close.revision,
            "state": subject.period.get_state_display(),
        }
    ]
    if subject.is_superseded:
        notes.append(_("The period was reopened or closed again: these figures will be or were superseded."))
    return notes


def add_distribution_sheet(book: Book, subject: ExportSubject, results: list[Any]) -> None:
    """The distribution of grades per category against the caps."""
    columns = [
        Column("category", _("Category"), width=16),
        Column("grade", _("Grade"), width=16),
        Column("people", _("People"), kind="integer", width=10),
        Column("base", _("Quota base"), kind="integer", width=12),
        Column("share", _("Share (%)"), kind="number", width=12),
        Column("percent", _("Cap (%)"), kind="number", width=12),
        Column("seats", _("Seats"), kind="integer", width=10),
        Column("free", _("Free seats"), kind="integer", width=12),
    ]
    sheet: Sheet = book.sheet(
        _("Distribution"), columns, title=f"{subject.heading} {_('Distribution')}", notes=_notes(subject)
    )
    for tally in tallies(subject, results):
        sheet.append(
            {
                "category": subject.category(tally.category) if tally.category else _("Whole unit"),
                "grade": subject.grade(tally.grade) if tally.grade else _("no grade"),
                "people": tally.people,
                "base": tally.base,
                "share": _share(tally),
                "percent": tally.percent,
                "seats": tally.seats,
                "free": None if tally.seats is None else tally.seats - tally.people,
            },
            style="plain" if tally.category else "strong",
        )


def _share(tally: GradeTally) -> Decimal | None:
    if not tally.base or not tally.grade:
        return None
    return (Decimal(tally.people * 100) / tally.base).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Kind:
    """An export: its name, what it is for, which periods it is made from, how its first sheet is written."""

    code: str
    title: str | Promise
    hint: str | Promise
    cadences: tuple[str, ...]
    write: Callable[[Book, ExportSubject, list[Any], Tick], None]
    with_distribution: bool = False
    with_departments: bool = False
    needs_bonus: bool = False
    needs_facts: bool = False

    def suits(self, subject_part: Any, cadence: str) -> bool:
        """Whether the export can be made for a period with this part of a scheme."""
        return cadence in self.cadences and (subject_part.bonus is not None or not self.needs_bonus)


KINDS = {
    kind.code: kind
    for kind in [
        Kind(
            "annual",
            gettext_lazy("Annual grade sheet"),
            gettext_lazy(
                "People with the year's scores and grades, the distribution against the caps, the method."
            ),
            ("year",),
            annual_sheet,
            with_distribution=True,
            with_departments=True,
            needs_facts=True,
        ),
        Kind(
            "period",
            gettext_lazy("Result sheet"),
            gettext_lazy("People with every item, score and grade of the month or quarter."),
            ("month", "quarter"),
            period_sheet,
            with_distribution=True,
            with_departments=True,
        ),
        Kind(
            "bonus",
            gettext_lazy("Roster of bonuses"),
            gettext_lazy("Who is paid what for the period, for finance."),
            ("month", "quarter", "year"),
            bonus_sheet,
            needs_bonus=True,
        ),
    ]
}


def make_book(kind: Kind, subject: ExportSubject, tick: Tick) -> bytes:
    """The finished workbook of an export; ``tick`` is told how many people are written."""
    book = Book()
    results = ordered_results(subject, with_facts=kind.needs_facts)
    kind.write(book, subject, results, tick)
    if kind.with_departments:
        add_departments_sheet(book, subject)
    if kind.with_distribution and subject.part.grades:
        add_distribution_sheet(book, subject, results)
    add_method_sheet(book, subject)
    return book.to_bytes()
