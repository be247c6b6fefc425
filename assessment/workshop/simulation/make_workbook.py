"""The workbook of a try-out: everyone old beside new, the distribution against the caps, what did not fit."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.facts.consistent_read import one_moment
from assessment.models import TryOut
from assessment.workshop.simulation.comparison import ComparedDepartment, ComparedPerson
from assessment.workshop.simulation.reasons import reasons_of
from assessment.workshop.simulation.report_view import Telling
from assessment.workshop.simulation.run_simulation import comparison_of
from assessment.workshop.simulation.start_simulation import may_read
from foundation.excel.columns import Column
from foundation.excel.writer import Book
from organization.jobs import JobFailed, Progress, job_kind, start_job
from organization.models import Job, User
from organization.policy import access_to
from organization.write_audit import log_act

SHEET = "assessment.tryout_sheet"
PERSON = 4  # columns that stay in view


def start_sheet(*, actor: User, tryout: TryOut) -> Job:
    """Start the workbook of a finished try-out. The act is logged.

    Raises PermissionDenied without the right to read it, ValidationError while it is not finished.
    """
    unit = tryout.draft.unit
    if not may_read(access_to(actor, unit)):
        raise PermissionDenied
    if "people" not in tryout.report:
        raise ValidationError(_("The try-out is not finished yet."))
    log_act(
        actor=actor,
        unit=unit,
        action="export.file",
        target=f"try-out {tryout.draft.code} {tryout.period.key}",
        after={"close": str(tryout.close_id), "draft_hash": tryout.draft_hash},
    )
    back = reverse("tryout", args=[unit.code, tryout.draft_id, tryout.pk])
    return start_job(kind=SHEET, unit=unit, actor=actor, params={"tryout": tryout.pk, "back": back})


@job_kind(SHEET, title=gettext_lazy("Workbook of a try-out"))
def run_sheet(job: Job, progress: Progress) -> dict[str, Any]:
    """The job: compute everyone once more from the stored facts and write the workbook."""
    rows = TryOut.objects.select_related("close__period__unit", "close__version__scheme", "draft")
    tryout = rows.get(pk=job.params["tryout"])
    period = tryout.close.period
    if job.started_by is None or not may_read(access_to(job.started_by, period.unit)):
        raise JobFailed(_("The right to try drafts out was withdrawn in the meantime."))
    content = make_book(tryout, progress)
    name = f"{period.unit.name}_{period.key}_{_('Try-out')}_{timezone.localdate():%Y%m%d}.xlsx"
    job.file.save("tryout.xlsx", ContentFile(content), save=False)
    Job.objects.filter(pk=job.pk).update(file=job.file.name, file_name=name)
    return {
        "bytes": len(content),
        "text": _("%(period)s: %(people)s people.")
        % {"period": period.title, "people": tryout.report["people"]},
        "url": job.params["back"],
        "label": _("Back to the report"),
    }


def make_book(tryout: TryOut, progress: Progress) -> bytes:
    """The workbook; everyone is computed again, so that it needs no more of a report than its sums."""
    telling = Telling(tryout, comparison_of(tryout))
    with one_moment() as reader:
        progress.step(_("Reading and scoring the facts"), tryout.close.people)
        telling.comparison.score(reader, progress.done)
        progress.step(_("Comparing the results"), tryout.close.people)
        lines = sorted(telling.comparison.lines(reader, progress.done), key=lambda line: line.number)
        departments = list(telling.comparison.departments(reader))
    book, heading = Book(), f"{tryout.close.period.unit.name} {tryout.close.period.key} {_('Try-out')}"
    _people(book, telling, heading, lines)
    _distribution(book, telling, heading)
    if departments:
        _departments(book, telling, heading, departments)
    _remarks(book, telling, heading)
    return book.to_bytes()


def _people(book: Book, telling: Telling, heading: str, lines: Iterable[ComparedPerson]) -> None:
    columns = [
        Column("department", _("Department"), width=18),
        Column("category", _("Category"), width=12),
        Column("number", _("Staff number"), width=10),
        Column("name", _("Name"), width=10),
        Column("old_score", _("Score then"), kind="number", width=10),
        Column("new_score", _("Score by the draft"), kind="number", width=10),
        Column("change", _("Change"), kind="number", width=9),
        Column("old_grade", _("Grade then, computed"), width=11),
        Column("decided", _("decided by the leading group"), width=11),
        Column("new_grade", _("Grade by the draft"), width=11),
        Column("old_bonus", _("Bonus then (yuan)"), kind="number", width=11),
        Column("new_bonus", _("Bonus by the draft (yuan)"), kind="number", width=11),
        Column("reasons", _("Reasons"), width=60, wrap=True),
    ]
    sheet = book.sheet(_("People"), columns, title=heading, notes=_notes(telling), frozen=PERSON)
    for line in lines:
        sheet.append(_cells(telling, line))


def _cells(telling: Telling, line: ComparedPerson) -> dict[str, Any]:
    words, new = telling.words, line.new
    cells: dict[str, Any] = {
        "department": line.department,
        "category": words.category(line.category),
        "number": line.number,
        "name": line.name,
        "old_score": line.old.score,
        "change": line.moved,
        "old_grade": telling.grade(line.old.status, line.old.grade),
        "decided": words.grade(line.decided[0]) if line.decided else None,
        "old_bonus": line.old.bonus,
    }
    if new is None:
        return cells | {"reasons": "；".join(telling.why(*each) for each in line.cannot)}
    return cells | {
        "new_score": new.score,
        "new_grade": telling.grade(new.status, new.grade),
        "new_bonus": new.bonus,
        "reasons": "；".join(words.sentences(reasons_of(line, telling.comparison))),
    }


def _distribution(book: Book, telling: Telling, heading: str) -> None:
    columns = [
        Column("category", _("Category"), width=18),
        Column("grade", _("Grade"), width=16),
        Column("old", _("People then"), kind="integer", width=12),
        Column("standing", _("after decisions"), kind="integer", width=12),
        Column("new", _("People by the draft"), kind="integer", width=12),
        Column("old_seats", _("Seats then"), kind="integer", width=12),
        Column("old_free", _("Free seats then"), kind="integer", width=12),
        Column("new_seats", _("Seats by the draft"), kind="integer", width=12),
        Column("new_free", _("Free seats by the draft"), kind="integer", width=12),
    ]
    sheet = book.sheet(_("Distribution"), columns, title=f"{heading} {_('Distribution')}")
    for group in telling.groups:
        for row in group["rows"]:
            cells = {
                "category": group["title"],
                "grade": row["title"],
                **{name: row[name] for name in ("old", "standing", "new")},
            }
            for side, cap in zip(("old", "new"), row["caps"] or (), strict=False):
                if cap:
                    cells |= {f"{side}_seats": cap["seats"], f"{side}_free": cap["free"]}
            sheet.append(cells, style="strong" if group["is_unit"] else "plain")


def _departments(book: Book, telling: Telling, heading: str, lines: Iterable[ComparedDepartment]) -> None:
    columns = [
        Column("code", _("Code"), width=10),
        Column("name", _("Department"), width=24),
        Column("old", _("Score then"), kind="number", width=12),
        Column("new", _("Score by the draft"), kind="number", width=12),
        Column("why", _("Reasons"), width=60, wrap=True),
    ]
    sheet = book.sheet(_("Departments"), columns, title=f"{heading} {_('Departments')}", frozen=2)
    for line in lines:
        said = [telling.why(*each) for each in line.cannot]
        said += telling.words.sentences([["item", *item] for item in line.items])
        sheet.append(
            {
                "code": line.code,
                "name": line.name,
                "old": line.old_score,
                "new": line.new.score if line.new else None,
                "why": "；".join(said),
            }
        )


def _remarks(book: Book, telling: Telling, heading: str) -> None:
    columns = [
        Column("what", _("What"), width=80, wrap=True),
        Column("records", _("Records"), kind="integer", width=12),
        Column("people", _("People"), kind="integer", width=12),
        Column("amount", _("Yuan"), kind="number", width=16),
    ]
    sheet = book.sheet(_("Remarks"), columns, title=f"{heading} {_('Remarks')}", notes=_notes(telling))
    for sentence, people in telling.cannot:
        sheet.append({"what": _("Cannot be computed: %(why)s") % {"why": sentence}, "people": people})
    for sentence, records, people in telling.unused:
        sheet.append(
            {"what": _("Not counted: %(what)s") % {"what": sentence}, "records": records, "people": people}
        )
    for sentence in [*telling.notes, *telling.department_notes]:
        sheet.append({"what": sentence})
    for title, amount in _costs(telling):
        sheet.append({"what": title, "amount": amount})


def _costs(telling: Telling) -> list[tuple[str, Decimal]]:
    bonus = telling.bonus
    if bonus is None:
        return []
    return [
        (_("Bonuses then, computed"), bonus["old"]),
        (_("Bonuses then, after decisions"), bonus["standing"]),
        (_("of which of people whom the draft cannot compute"), bonus["left_out"]),
        (_("Bonuses by the draft"), bonus["new"]),
        (_("Difference for those whom both compute"), bonus["difference"]),
    ]


def _notes(telling: Telling) -> list[str]:
    tryout = telling.tryout
    return [
        _("Draft %(draft)s against version %(version)s, revision %(revision)s.")
        % {
            "draft": f"{tryout.draft.code} ({tryout.draft_hash[:12]})",
            "version": tryout.close.version.number,
            "revision": tryout.close.revision,
        },
        _("A try-out: it changes no result."),
    ]
