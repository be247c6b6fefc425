"""Given scores and the figures of a period."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessment.models.periods import Period
from organization.models import StaffMember


class RatingTask(models.Model):
    """One score that somebody has to give: a rater, a person, an item. Empty until it is given.

    A task on a duty item (for example ``key.1``) is at the same time the record that the person has that duty in the
    period; ``title`` names the duty (the project, the community).
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="rating_tasks", verbose_name=_("period"))
    staff = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="rating_tasks", verbose_name=_("staff member")
    )
    item = models.CharField(_("item"), max_length=60)
    rater = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="ratings_to_give", verbose_name=_("rater")
    )
    title = models.CharField(_("duty"), max_length=80, blank=True)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True, blank=True)
    given_at = models.DateTimeField(_("given at"), null=True, blank=True)
    given_by = models.ForeignKey(
        "organization.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("given by"),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("given score")
        verbose_name_plural = _("given scores")
        ordering = ["staff", "item", "rater"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "staff", "item", "rater"], name="rating_given_once_by_a_rater"
            )
        ]
        indexes = [models.Index(fields=["period", "rater"])]

    def __str__(self) -> str:
        return f"{self.staff} {self.item}"


class RatingSheet(models.Model):
    """A rater's sheet of a period: handed in or not."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="rating_sheets", verbose_name=_("period"))
    rater = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="rating_sheets", verbose_name=_("rater")
    )
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    handed_in_by = models.ForeignKey(
        "organization.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        constraints = [models.UniqueConstraint(fields=["period", "rater"], name="sheet_once_per_rater")]

    def __str__(self) -> str:
        return f"{self.period} {self.rater}"


class Figure(models.Model):
    """A named figure of a person in a period (late arrivals, days of leave …), as the scheme lists them."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="figures", verbose_name=_("period"))
    staff = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="figures", verbose_name=_("staff member")
    )
    name = models.CharField(_("figure"), max_length=60)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    entered_by = models.ForeignKey(
        "organization.User", models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(fields=["period", "staff", "name"], name="figure_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.name}"
