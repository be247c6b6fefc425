"""Given scores and the figures of a period."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessment.models.periods import Period
from organization.models import Department, StaffMember
from organization.subjects import SubjectRef, exactly_one_subject


class RatingTask(models.Model):
    """One score that somebody has to give: a rater, a person or department, an item. Empty until it is given.

    A task on a duty item (for example ``key.1``) is at the same time the record that the subject has that duty in the
    period; ``title`` names the duty (the project, the community). On an item that is voted on in rounds there is a task
    for each rater and round; the answer is a ``level`` instead of a score, the rater answers as ``role``.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="rating_tasks", verbose_name=_("period"))
    staff = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rating_tasks",
        verbose_name=_("staff member"),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rating_tasks",
        verbose_name=_("department"),
    )
    item = models.CharField(_("item"), max_length=60)
    rater = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="ratings_to_give", verbose_name=_("rater")
    )
    title = models.CharField(_("duty"), max_length=80, blank=True)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True, blank=True)
    # 0 where the item is not voted on in rounds.
    round = models.PositiveSmallIntegerField(_("round"), default=0)
    role = models.CharField(_("rated as"), max_length=40, blank=True)
    level = models.CharField(_("level"), max_length=40, blank=True)
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
        ordering = ["staff", "department", "item", "rater"]
        constraints = [
            exactly_one_subject("rating_is_about_one"),
            models.UniqueConstraint(
                fields=["period", "staff", "item", "rater", "role", "round"],
                name="rating_given_once_by_a_rater",
            ),
            models.UniqueConstraint(
                fields=["period", "department", "item", "rater", "role", "round"],
                name="department_rated_once_by_a_rater",
            ),
        ]
        indexes = [models.Index(fields=["period", "rater"])]

    def __str__(self) -> str:
        return f"{self.staff or self.department} {self.item}"

    @property
    def subject(self) -> SubjectRef:
        """Who is scored."""
        return SubjectRef.of(self)

    @property
    def about(self) -> StaffMember | Department:
        """The person or department that is scored."""
        found = self.staff or self.department
        assert found is not None  # the table's check
        return found

    @property
    def is_given(self) -> bool:
        """Whether the rater has answered, with a score or a level."""
        return self.score is not None or bool(self.level)


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
    """A named figure of a person or department in a period (late arrivals, days of leave …), as the scheme lists them.

    ``month`` is empty for a figure of the whole period, else the month of the period it belongs to (``2026-03``).
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="figures", verbose_name=_("period"))
    staff = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("staff member"),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("department"),
    )
    name = models.CharField(_("figure"), max_length=60)
    month = models.CharField(_("month"), max_length=7, blank=True, default="")
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
            exactly_one_subject("figure_is_about_one"),
            models.UniqueConstraint(
                fields=["period", "staff", "name", "month"], name="figure_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["period", "department", "name", "month"], name="figure_once_per_department"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff or self.department} {self.name}"

    @property
    def subject(self) -> SubjectRef:
        """Whose figure it is."""
        return SubjectRef.of(self)
