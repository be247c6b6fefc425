"""Closes, results, decisions, acknowledgements."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Case, F, FilteredRelation, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from assessment.models.periods import Period
from assessment.models.schemes import SchemeVersion
from organization.models import Department, StaffMember
from organization.subjects import SubjectRef, exactly_one_subject


class Close(models.Model):
    """结算: one attempt to close a period. A finished one is superseded by a later revision, never changed."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="closes", verbose_name=_("period"))
    revision = models.PositiveIntegerField(_("revision"), null=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="+", verbose_name=_("version"))
    scheme_hash = models.CharField(_("scheme hash"), max_length=64)
    facts_hash = models.CharField(_("facts hash"), max_length=64, blank=True)
    settings = models.JSONField(_("settings"), default=dict)
    cutoff = models.DateTimeField(_("cut-off"), null=True)
    people = models.PositiveIntegerField(_("people"), default=0)
    started_by = models.ForeignKey(
        "organization.User", models.PROTECT, null=True, related_name="+", verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("close")
        verbose_name_plural = _("closes")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "revision"], condition=Q(revision__isnull=False), name="close_revision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.period} r{self.revision}"


class ResultQuerySet(models.QuerySet["Result"]):
    """Results; what the leading group decided stands over what was computed.

    A table of people and departments: whoever counts, lists or tells of results says of which by one of the first two.
    """

    def people(self) -> "ResultQuerySet":
        """Those of people."""
        return self.filter(staff__isnull=False)

    def departments(self) -> "ResultQuerySet":
        """Those of departments, where the scheme assesses them."""
        return self.filter(staff__isnull=True)

    def of_kind(self, kind: str) -> "ResultQuerySet":
        """Those of people (``staff``) or of departments (``department``)."""
        return self.departments() if kind == "department" else self.people()

    def with_final(self) -> "models.QuerySet[Any, Any]":
        """Annotated with ``final_grade`` and ``final_bonus``: decided by the leading group, else computed."""
        decided = When(in_force__isnull=False, then=F("in_force__bonus"))
        return self.annotate(
            in_force=FilteredRelation("decided", condition=Q(decided__is_active=True)),
            final_grade=Coalesce(F("in_force__grade"), F("grade")),
            final_bonus=Case(decided, default=F("bonus")),
        )


class Result(models.Model):
    """考核结果: per close and person, or department, with the facts it was computed from. Append-only.

    ``facts`` are the subject's own inputs (``rules.facts_of``), ``standing`` the group context (ranks, seats) that the
    explanation needs. The names are those of the day of the close. What only people have (category, the department
    they belonged to) is empty in the result of a department.
    """

    close = models.ForeignKey(Close, models.PROTECT, related_name="results", verbose_name=_("close"))
    staff = models.ForeignKey(
        StaffMember, models.PROTECT, null=True, related_name="results", verbose_name=_("staff member")
    )
    # The department that is assessed; empty in a person's result.
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="results", verbose_name=_("department")
    )
    # Staff number, or code of the department.
    number = models.CharField(_("number or code"), max_length=20)
    name = models.CharField(_("name"), max_length=60)
    department_id_then = models.BigIntegerField(_("department id"), null=True)
    department_name = models.CharField(_("department then"), max_length=60, blank=True)
    category = models.CharField(_("category"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=14)
    score = models.DecimalField(_("score"), max_digits=8, decimal_places=2, null=True)
    grade = models.CharField(_("computed grade"), max_length=24, null=True)  # noqa: DJ001 - null means no grade
    ceiling = models.CharField(_("ceiling"), max_length=24, null=True)  # noqa: DJ001
    bonus = models.DecimalField(_("computed bonus"), max_digits=10, decimal_places=2, null=True)
    items = models.JSONField(_("items"), default=dict)
    gates = models.JSONField(_("gates"), default=list)
    flags = models.JSONField(_("flags"), default=list)
    # Shares of the answers by group of raters, where the scheme asks questions.
    shares = models.JSONField(_("shares of the answers"), null=True)
    facts = models.JSONField(_("facts"), default=dict)
    standing = models.JSONField(_("standing"), default=dict)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.UniqueConstraint(fields=["close", "staff"], name="result_once_per_person"),
            models.UniqueConstraint(fields=["close", "department"], name="one_result_per_department"),
            exactly_one_subject("result_of_one_subject"),
        ]
        indexes = [models.Index(fields=["staff", "close"])]

    def __str__(self) -> str:
        return f"{self.name} {self.score}"

    @property
    def subject(self) -> SubjectRef:
        """Whom it is about."""
        return SubjectRef.of(self)

    @property
    def place_id(self) -> int | None:
        """The department whose heads may read it: the one that is assessed, or the person's on the day of the close."""
        return self.department_id if self.staff_id is None else self.department_id_then


class Decision(models.Model):
    """集体决定: the leading group's word on a tie, a free seat or a pending grade. Revoked, never deleted."""

    class Kind(models.TextChoices):
        TIE = "tie", _("tie at a cap")
        FREE_SEAT = "free_seat", _("free seats")
        PENDING = "pending", _("pending grade")

    close = models.ForeignKey(Close, models.PROTECT, related_name="decisions", verbose_name=_("close"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # Which matter it settles, as the list of decisions to take names it (kind, grade, category).
    subject = models.CharField(_("matter"), max_length=120)
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(
        "organization.User", models.PROTECT, related_name="+", verbose_name=_("signed by")
    )
    decided_at = models.DateTimeField(_("signed at"), auto_now_add=True)
    minutes = models.FileField(_("minutes"), upload_to="minutes/", blank=True)
    minutes_name = models.CharField(max_length=150, blank=True)
    revoked_by = models.ForeignKey(
        "organization.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_reason = models.TextField(_("reason of the revocation"), blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["decided_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["close", "subject"], condition=Q(revoked_at__isnull=True), name="matter_decided_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"


class DecidedGrade(models.Model):
    """What a decision gave one person or department; kept apart from the computed result."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="grades", verbose_name=_("decision"))
    result = models.ForeignKey(Result, models.PROTECT, related_name="decided", verbose_name=_("result"))
    grade = models.CharField(_("grade"), max_length=24)
    bonus = models.DecimalField(_("bonus"), max_digits=10, decimal_places=2, null=True)
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("decided grade")
        verbose_name_plural = _("decided grades")
        constraints = [
            models.UniqueConstraint(
                fields=["result"], condition=Q(is_active=True), name="one_decided_grade_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.result} {self.grade}"


class Acknowledgement(models.Model):
    """签收: the person has read the result. Results of departments are not signed for."""

    result = models.OneToOneField(
        Result, models.PROTECT, related_name="acknowledgement", verbose_name=_("result")
    )
    by = models.ForeignKey("organization.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")

    def __str__(self) -> str:
        return f"{self.result}"
