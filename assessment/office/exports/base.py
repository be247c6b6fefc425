"""What every export shares: its subject, its words, the sheet that says how the figures came about."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.models import Close, Period
from assessment.rules import Scheme, Text
from foundation.excel.columns import Column
from foundation.excel.writer import Book
from organization.models import User


def words(text: Text) -> str:
    """A text of a pack in the language of the asker."""
    return text.get(get_language() or "zh-hans")


@dataclass(frozen=True)
class ExportSubject:
    """One close of a period, with its scheme and who asks: what an export is made from."""

    period: Period
    close: Close
    scheme: Scheme
    actor: User

    @classmethod
    def of(cls, close: Close, actor: User) -> "ExportSubject":
        """The subject of an export of one finished close."""
        return cls(period=close.period, close=close, scheme=close.version.rules, actor=actor)

    @property
    def part(self) -> Any:
        """The scheme's part for the period's cadence."""
        return self.scheme.part(self.period.cadence)  # type: ignore[arg-type]

    @property
    def heading(self) -> str:
        """``青溪县民政局 2026-Q3``: the head of every sheet."""
        return f"{self.period.unit.name} {self.period.key}"

    @property
    def is_superseded(self) -> bool:
        """Whether the figures no longer count: a later revision stands, or the period was opened again."""
        return self.period.takes_entries or self.period.current_close_id != self.close.pk

    def category(self, code: str) -> str:
        """A category in words."""
        title = self.scheme.categories.get(code)
        return words(title) if title else code

    def grade(self, code: str | None) -> str:
        """A grade in words; empty where there is none."""
        title = self.scheme.grades.get(code or "")
        return words(title) if title else (code or "")

    def flags(self, codes: list[str]) -> str:
        """Flags in words, one after the other."""
        titles = [self.scheme.flags.get(code) for code in codes]
        return "；".join(words(title) if title else code for title, code in zip(titles, codes, strict=True))

    def gates(self, codes: list[str]) -> str:
        """Gates that fired, in words."""
        titles = [self.scheme.gates[code].title if code in self.scheme.gates else None for code in codes]
        return "；".join(words(title) if title else code for title, code in zip(titles, codes, strict=True))


STATUS = {
    "assessed": lambda: _("assessed"),
    "undetermined": lambda: _("grade undetermined"),
    "out_of_scope": lambda: _("not in scope"),
}


def status_words(code: str) -> str:
    """A status in words."""
    return STATUS[code]() if code in STATUS else code


def add_method_sheet(book: Book, subject: ExportSubject) -> None:
    """The sheet «how it was computed»: scheme, version, hash, readings, settings, dates, who."""
    columns = [Column("what", _("What"), width=26), Column("value", _("Value"), width=110, wrap=True)]
    sheet = book.sheet(_("How it was computed"), columns, title=_("How it was computed"))
    for what, value in _method_rows(subject):
        sheet.append([what, value])


def _method_rows(subject: ExportSubject) -> list[tuple[str, str]]:
    period, close, scheme = subject.period, subject.close, subject.scheme
    rows = [
        (_("Unit"), period.unit.name),
        (_("Period"), f"{period.key} ({period.starts_on} – {period.ends_on})"),
        (_("State"), period.get_state_display()),
        (_("Scheme"), f"{words(scheme.title)} ({scheme.id})"),
        (_("Source document"), f"{words(scheme.source.document)} · {words(scheme.source.part)}"),
        (_("Version"), str(close.version.number)),
        (_("Scheme hash"), close.scheme_hash),
        (_("Facts hash"), close.facts_hash),
        (_("Revision"), str(close.revision)),
        (_("Closed at"), _moment(close.finished_at)),
        (_("Closed by"), str(close.started_by or "")),
        (_("Sheet made at"), _moment(timezone.now())),
        (_("Sheet made by"), str(subject.actor)),
    ]
    for name, value in scheme.figures().items():
        chosen = close.settings.get(name, value)
        rows.append((words(scheme.settings[name].title), str(chosen)))
    rows += [(_("Reading %(name)s") % {"name": name}, words(text)) for name, text in scheme.readings.items()]
    rows += [
        (
            _("Decision of the leading group"),
            f"{_moment(decision.decided_at)} · {decision.decided_by} · {decision.reason}",
        )
        for decision in close.decisions.filter(revoked_at=None).select_related("decided_by")
    ]
    return rows


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "Y-m-d H:i") if moment else ""
