"""The register of appeals: filtered for the page, and as a sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.appeals.appeal_lines import AppealLine
from assessment.models import Appeal
from assessment.models.appeals import OPEN_STATES
from foundation.excel.columns import Column
from foundation.excel.writer import Book
from foundation.ids import row_id
from organization.models import Unit, User
from organization.selectors import name_matches

OPEN, OVERDUE, ANSWERED, ALL = "open", "overdue", "answered", "all"


@dataclass(frozen=True)
class RegisterFilter:
    """The filters of the register as they were asked for."""

    standing: str = ""
    period: int | None = None
    kind: str = ""
    text: str = ""
    mine: bool = False

    @classmethod
    def of(cls, query: Any) -> "RegisterFilter":
        """From a query string; what is not known is left out."""
        standing, kind = query.get("standing", ""), query.get("kind", "")
        return cls(
            standing=standing if standing in (OPEN, OVERDUE, ANSWERED, ALL) else ALL,
            period=row_id(query.get("period", "")),
            kind=kind if kind in Appeal.Kind.values else "",
            text=query.get("q", "").strip()[:40],
            mine=bool(query.get("mine")),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self.standing != ALL or self.period or self.kind or self.text or self.mine)


def narrowed(rows: QuerySet[Appeal], asked: RegisterFilter, user: User, today: date) -> QuerySet[Appeal]:
    """The appeals that pass the filters: open ones by deadline first, then the latest."""
    if asked.standing in (OPEN, OVERDUE):
        rows = rows.filter(state__in=OPEN_STATES)
    if asked.standing == OVERDUE:
        rows = rows.filter(answer_due__lt=today)
    if asked.standing == ANSWERED:
        rows = rows.filter(state__in=(Appeal.State.UPHELD, Appeal.State.REJECTED))
    if asked.period:
        rows = rows.filter(period=asked.period)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.text:
        rows = rows.filter(
            name_matches(asked.text, prefix="staff__")
            | Q(staff__name__contains=asked.text)
            | Q(staff__isnull=True, department__name__contains=asked.text)
        )
    if asked.mine:
        rows = rows.filter(handler=user)
    return rows.order_by("-filed_at", "-pk")


def columns() -> list[Column]:
    """The columns of the sheet."""
    return [
        Column("number", _("No."), kind="integer", width=7),
        Column("filed_on", _("Filed on"), kind="date", width=12),
        Column("name", _("Name"), width=10),
        Column("staff", _("Staff number"), width=11),
        Column("department", _("Department"), width=16),
        Column("period", _("Period"), width=15),
        Column("kind", _("Against"), width=10),
        Column("matter", _("Matter"), width=30, wrap=True),
        Column("grounds", _("Grounds"), width=44, wrap=True),
        Column("files", _("Files"), kind="integer", width=8),
        Column("due", _("Answer due"), kind="date", width=12),
        Column("state", _("State"), width=12),
        Column("handler", _("Handled by"), width=10),
        Column("answered_on", _("Answered on"), kind="date", width=12),
        Column("over", _("Days overdue"), kind="integer", width=10),
        Column("answer", _("Answer"), width=44, wrap=True),
        Column("revision", _("New revision"), kind="integer", width=9),
    ]


def make_register(unit: Unit, lines: Iterable[AppealLine], actor: User) -> bytes:
    """The register as a workbook."""
    book = Book()
    title = _("Register of appeals")
    note = _("Made on %(day)s by %(name)s.") % {"day": timezone.localdate(), "name": actor}
    sheet = book.sheet(title, columns(), title=f"{unit.name} {title}", notes=[note], frozen=3)
    for line in lines:
        sheet.append(_row(line))
    return book.to_bytes()


def _row(line: AppealLine) -> dict[str, Any]:
    appeal = line.appeal
    answered = timezone.localdate(appeal.answered_at) if appeal.answered_at else None
    return {
        "number": appeal.pk,
        "filed_on": appeal.filed_on,
        "name": appeal.about,
        "staff": appeal.staff.number if appeal.staff is not None else appeal.department.code,
        "department": appeal.department.name,
        "period": appeal.period.title,
        "kind": appeal.get_kind_display(),
        "matter": line.matter,
        "grounds": appeal.grounds,
        "files": len(appeal.files.all()),
        "due": appeal.answer_due,
        "state": appeal.get_state_display(),
        "handler": str(appeal.handler or ""),
        "answered_on": answered,
        "over": _days_over(line, answered),
        "answer": line.answer.text if line.answer else "",
        "revision": appeal.recomputed_as.revision if appeal.recomputed_as else None,
    }


def _days_over(line: AppealLine, answered: date | None) -> int | None:
    """Days after the deadline: of an open appeal until today, of an answered one until the answer."""
    due = line.appeal.answer_due
    if answered is not None and due is not None:
        return max((answered - due).days, 0) or None
    return line.days_over or None
