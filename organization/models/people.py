"""Staff, their dated assignments and states."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organization.models.units import Department, Post, Unit


class StaffMember(models.Model):
    """人员: a person of a unit's roster."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="staff", verbose_name=_("unit"))
    number = models.CharField(_("staff number"), max_length=20)
    name = models.CharField(_("name"), max_length=40)
    pinyin = models.CharField(_("pinyin"), max_length=120, blank=True, editable=False)
    initials = models.CharField(_("pinyin initials"), max_length=40, blank=True, editable=False)
    position_title = models.CharField(_("position"), max_length=60, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="staff_member",
        verbose_name=_("login"),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="staff_number_once_per_unit")]
        # Pattern operators let PostgreSQL answer «begins with» from the index, whatever its collation.
        indexes = [
            models.Index(
                fields=["unit", found_by],
                opclasses=["int8_ops", "varchar_pattern_ops"],
                name=f"staff_{found_by}_like",
            )
            for found_by in ("number", "pinyin", "initials")
        ]

    def __str__(self) -> str:
        return self.name


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments of people to departments."""

    def touching(self, first: Any, last: Any) -> "AssignmentQuerySet":
        """Those in force on some day of ``first`` … ``last`` (dates, or expressions of an outer query)."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first), valid_from__lte=last)


class Assignment(models.Model):
    """Where a person works from a day on: department, post, category. Dated, never overwritten."""

    staff = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="assignments", verbose_name=_("staff member")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="assignments", verbose_name=_("department")
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("post")
    )
    category = models.CharField(_("category"), max_length=40)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(
        _("to"), null=True, blank=True, help_text=_("The last day; empty: until further notice.")
    )
    history = HistoricalRecords()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["staff", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "valid_from"], name="assignment_starts_once_a_day"),
            models.UniqueConstraint(
                fields=["staff"], condition=Q(valid_to__isnull=True), name="assignment_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="assignment_dates_in_order",
            ),
        ]
        indexes = [models.Index(fields=["department", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.staff} · {self.department}"

    def clean(self) -> None:
        """Refuse another unit's department and days that another assignment covers."""
        if self.department.unit_id != self.staff.unit_id:
            raise ValidationError({"department": _("The department belongs to another unit.")})
        if self.post is not None and self.post.department_id != self.department_id:
            raise ValidationError({"post": _("The post belongs to another department.")})
        others = Assignment.objects.filter(staff=self.staff).exclude(pk=self.pk)
        others = others.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=self.valid_from))
        if self.valid_to is not None:
            others = others.filter(valid_from__lte=self.valid_to)
        if others.exists():
            raise ValidationError({"valid_from": _("Another assignment covers these days.")})


class StaffState(models.Model):
    """人员状态: a dated fact about a person. The kinds are those of the schemes' case files."""

    class Kind(models.TextChoices):
        NOT_IN_POST = "not_in_post", _("not in post")
        RETIRED = "retired", _("retired")
        TRANSFERRED_OUT = "transferred_out", _("transferred out")
        PRE_RETIREMENT_LEAVE = "pre_retirement_leave", _("leave before retirement")
        JOINED = "joined", _("joined")
        PROBATION = "probation", _("probation")
        ADMONITION = "admonition", _("efficiency admonition")
        INVESTIGATION = "investigation", _("under investigation")
        DISCIPLINE = "discipline", _("party or administrative discipline")
        ACCOUNTABILITY = "accountability", _("other accountability measure")
        VETO = "veto", _("one-vote veto")
        VOTE_NOTICE = "vote_notice", _("notice after an efficiency inspection")

    WITHOUT_END = (Kind.JOINED, Kind.RETIRED, Kind.TRANSFERRED_OUT)

    staff = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="states", verbose_name=_("staff member")
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    document = models.CharField(_("document number"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("staff state")
        verbose_name_plural = _("staff states")
        ordering = ["staff", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="state_dates_in_order",
            ),
            models.UniqueConstraint(fields=["staff", "kind", "valid_from"], name="state_begins_once"),
        ]
        indexes = [models.Index(fields=["staff", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.staff} · {self.get_kind_display()}"

    def clean(self) -> None:
        """Refuse an end for kinds that have none."""
        if self.valid_to is not None and self.kind in self.WITHOUT_END:
            raise ValidationError({"valid_to": _("This kind of state has no end.")})
