"""Weekly journals."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organization.models import StaffMember, Unit


class WeeklyJournal(models.Model):
    """周工作写实: one week of one person, with the goals of the week and the scores of every level that reviewed them.

    ``scores`` maps a type of goal to the figures by level (``{"district-target": {"self": "48"}}``), ``goals`` a type
    to what was done. A week without a row is not counted at all.
    """

    class State(models.TextChoices):
        COUNTED = "counted", _("handed in")
        MISSING = "missing", _("not handed in")
        EXCUSED = "excused", _("excused")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    staff = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="journals", verbose_name=_("staff member")
    )
    week = models.CharField(
        _("week"), max_length=8, validators=[RegexValidator(r"^\d{4}-W\d{2}$")], help_text="2026-W03"
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.COUNTED)
    goals = models.JSONField(_("goals"), default=dict, blank=True)
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("weekly journal")
        verbose_name_plural = _("weekly journals")
        ordering = ["-week", "staff"]
        constraints = [models.UniqueConstraint(fields=["staff", "week"], name="week_once_per_person")]
        indexes = [models.Index(fields=["unit", "week"])]

    def __str__(self) -> str:
        return f"{self.staff} {self.week}"
