"""The workbook of an insight: the tables of the pages, as far as the asker sees them."""

from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Period
from assessment.office.exports.base import ExportSubject, add_method_sheet
from assessment.office.insight.clause_costs import Cost, costs_of, tallies_of
from assessment.office.insight.distribution import GradeGroup, distribution_of
from assessment.office.insight.period_choice import Look, look
from assessment.office.insight.raters import leniency_of
from assessment.office.insight.trends import trend_of
from foundation.excel.columns import Column
from foundation.excel.writer import Book
from organization.jobs import JobFailed, Progress, job_kind, start_job
from organization.models import Job, User
from organization.policy import access_to
from organization.write_audit import log_act

KIND = "assessment.office.insight"


def start_sheet(*, actor: User, period: Period) -> Job:
    """Start the workbook of a period for somebody who may look at it (Http404 otherwise). The act is logged."""
    seen = look(access_to(actor, period.unit), str(period.pk))
    log_act(
        actor=actor,
        unit=period.unit,
        action="export.file",
        target=f"insight {period.key}",
        after={"close": str(seen.close.pk), "revision": seen.close.revision},
    )
    back = f"{reverse('insight', args=[period.unit.code])}?period={period.pk}"
    return start_job(kind=KIND, unit=period.unit, actor=actor, params={"period": period.pk, "back": back})


@job_kind(KIND, title=gettext_lazy("Insight"))
def run_sheet(job: Job, progress: Progress) -> dict[str, Any]:
    """The job: what its starter may see at this moment, no more."""
    if job.started_by is None or job.unit is None:
        raise JobFailed(_("The right to look was withdrawn in the meantime."))
    try:
        seen = look(access_to(job.started_by, job.unit), str(job.params["period"]))
    except Http404 as gone:
        raise JobFailed(_("The right to look was withdrawn in the meantime.")) from gone
    progress.step(_("Writing the tables"))
    content = make_book(seen, job.started_by)
    name = f"{job.unit.name}_{seen.close.period.key}_{_('Insight')}_{timezone.localdate():%Y%m%d}.xlsx"
    job.file.save("insight.xlsx", ContentFile(content), save=False)
    Job.objects.filter(pk=job.pk).update(file=job.file.name, file_name=name)
    return {"bytes": len(content), "text": seen.close.period.title}


def make_book(seen: Look, actor: User) -> bytes:
    """A sheet for each table, and how the figures came about."""
    book, heading = Book(), f"{seen.close.period.unit.name} {seen.close.period.key}"
    spread = distribution_of(seen.close, seen.scope, seen.words)
    if spread.categories:
        _groups(book, _("By category"), heading, spread.categories)
    _groups(book, _("By department"), heading, spread.departments)
    _costs(book, seen, heading)
    _trend(book, seen, heading)
    _raters(book, seen, heading)
    if seen.scope.is_open:  # it tells the decisions of the leading group
        add_method_sheet(book, ExportSubject.of(seen.close, actor))
    return book.to_bytes()


def _groups(book: Book, title: str, heading: str, groups: list[GradeGroup]) -> None:
    columns = [
        Column("group", _("Group"), width=22),
        Column("people", _("People"), kind="integer", width=8),
        Column("assessed", _("Assessed"), kind="integer", width=9),
        Column("grade", _("Grade"), width=14),
        Column("count", _("with the grade"), kind="integer", width=10),
        Column("share", _("Share (%)"), kind="number", width=10),
        Column("percent", _("Cap (%)"), kind="number", width=10),
        Column("seats", _("Seats"), kind="integer", width=8),
        Column("free", _("Free seats"), kind="integer", width=10),
        Column("mean", _("Mean score"), kind="number", width=10),
        Column("median", _("Median"), kind="number", width=10, decimals=3),
        Column("lowest", _("Lowest"), kind="number", width=10),
        Column("highest", _("Highest"), kind="number", width=10),
    ]
    sheet = book.sheet(title, columns, title=f"{heading} {title}", frozen=1)
    for group in groups:
        head = {"group": group.title, "people": group.people, "assessed": group.assessed}
        scores = {name: getattr(group.scores, name) for name in ("mean", "median", "lowest", "highest")}
        sheet.append(head | scores, style="strong")
        for line in group.grades:
            sheet.append(
                {
                    "group": group.title,
                    "grade": line.title,
                    "count": line.people,
                    "share": line.share,
                    "percent": line.percent,
                    "seats": line.seats,
                    "free": line.free,
                }
            )


def _costs(book: Book, seen: Look, heading: str) -> None:
    costs = costs_of(tallies_of(seen.close, seen.scope, seen.words), seen.scope, seen.words)
    columns = [
        Column("title", _("Clause or figure"), width=60, wrap=True),
        Column("item", _("Item"), width=24),
        Column("records", _("Records"), kind="integer", width=10),
        Column("people", _("People"), kind="integer", width=10),
        Column("points", _("Points"), kind="number", width=12),
        Column("share", _("Share (%)"), kind="number", width=10),
    ]
    title = _("Points by clause")
    sheet = book.sheet(title, columns, title=f"{heading} {title}", frozen=1)
    for line in [*costs.taken, *costs.given]:
        sheet.append(_cost_cells(line))
    for name, total in ((_("Taken away"), costs.total_taken), (_("Given in all"), costs.total_given)):
        if total is not None:
            sheet.append({"title": name, "points": total}, style="strong")


def _cost_cells(line: Cost) -> dict[str, Any]:
    return {name: getattr(line, name) for name in ("title", "item", "records", "people", "points", "share")}


def _trend(book: Book, seen: Look, heading: str) -> None:
    words = seen.words
    columns = [
        Column("period", _("Period"), width=18),
        Column("people", _("People"), kind="integer", width=9),
        Column("mean", _("Mean score"), kind="number", width=11),
        Column("median", _("Median"), kind="number", width=11, decimals=3),
    ]
    columns += [
        Column(f"grade.{code}", words.grade(code), kind="integer", width=10) for code in words.part.grades
    ]
    title = _("Over the periods")
    sheet = book.sheet(title, columns, title=f"{heading} {title}", frozen=1)
    assert seen.period is not None
    for point in trend_of(seen.period, seen.scope, words):
        cells: dict[str, Any] = {
            "period": point.period.title,
            "people": point.people,
            "mean": point.mean,
            "median": point.median,
        }
        for code, (people, _share) in zip(words.part.grades, point.grades, strict=True):
            cells[f"grade.{code}"] = people
        sheet.append(cells)


def _raters(book: Book, seen: Look, heading: str) -> None:
    lines = leniency_of(seen.close, seen.scope, seen.words)
    if not lines:
        return
    columns = [
        Column("item", _("Item"), width=24),
        Column("rater", _("Rater"), width=14),
        Column("people", _("Scores given"), kind="integer", width=10),
        Column("mean", _("Mean (% of the maximum)"), kind="number", width=12),
        Column("difference", _("Difference to everyone’s mean"), kind="number", width=14),
        Column("lowest", _("Lowest"), kind="number", width=10),
        Column("highest", _("Highest"), kind="number", width=10),
        Column("note", _("Remarks"), width=30),
    ]
    sheet = book.sheet(_("Raters"), columns, title=f"{heading} {_('Raters')}", frozen=2)
    for line in lines:
        everyone = {"item": line.title, "rater": _("all raters"), **_spread(line.scores)}
        sheet.append(everyone, style="strong")
        for rater in line.raters:
            note = _("fewer than five people: says little") if rater.is_few else None
            cells = {"item": line.title, "rater": rater.name, "difference": rater.difference, "note": note}
            sheet.append(cells | _spread(rater.scores))


def _spread(scores: Any) -> dict[str, int | Decimal | None]:
    return {name: getattr(scores, name) for name in ("people", "mean", "lowest", "highest")}
