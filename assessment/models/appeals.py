"""Appeals: what somebody objects to, every step of the handling, the files that came with it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.ledger import Entry
from assessment.models.periods import Period
from assessment.models.results import Close, Result
from organization.models import Department, StaffMember, Unit
from organization.subjects import SubjectRef


def appeal_file_path(_file: "AppealFile", _filename: str) -> str:
    """Where a file is kept; the name is never taken from a user."""
    return f"appeals/{uuid.uuid4()}"


class Appeal(models.Model):
    """申诉/复核: a person, or a department by its chief, objects to an entry or to a result of its own.

    What was said stays; only its state changes.
    """

    class Kind(models.TextChoices):
        ENTRY = "entry", _("an entry")
        RESULT = "result", _("a result")

    class State(models.TextChoices):
        FILED = "filed", _("waiting to be taken up")
        ACCEPTED = "accepted", _("being handled")
        UPHELD = "upheld", _("upheld")
        REJECTED = "rejected", _("not upheld")
        WITHDRAWN = "withdrawn", _("appeal withdrawn")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appeals", verbose_name=_("unit"))
    period = models.ForeignKey(Period, models.PROTECT, related_name="appeals", verbose_name=_("period"))
    staff = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appeals",
        verbose_name=_("staff member"),
    )
    # The department of the person where the matter arose, or the department that appeals: it decides who may read it.
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    kind = models.CharField(_("against"), max_length=8, choices=Kind)
    entry = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="appeals", verbose_name=_("entry")
    )
    # The result as it stood when the appeal was filed; a later revision does not change what was objected to.
    result = models.ForeignKey(
        Result, models.PROTECT, null=True, blank=True, related_name="appeals", verbose_name=_("result")
    )
    grounds = models.TextField(_("grounds"))
    filed_by = models.ForeignKey(
        "organization.User", models.PROTECT, related_name="+", verbose_name=_("filed by")
    )
    filed_at = models.DateTimeField(_("filed at"), auto_now_add=True)
    # The first day counted for the written answer is the one after this.
    filed_on = models.DateField(_("filed on"))
    # Empty as long as the working-day calendar does not know the days; the nightly task fills it in.
    answer_due = models.DateField(_("answer due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.FILED)
    handler = models.ForeignKey(
        "organization.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    # The revision that an upheld appeal led to.
    recomputed_as = models.OneToOneField(
        Close, models.PROTECT, null=True, blank=True, related_name="appeal", verbose_name=_("recomputed as")
    )

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(kind="entry", state__in=["filed", "accepted"]),
                name="one_open_appeal_per_entry",
            ),
            models.UniqueConstraint(
                fields=["period", "staff"],
                condition=Q(kind="result", state__in=["filed", "accepted"]),
                name="one_open_appeal_per_result",
            ),
            models.UniqueConstraint(
                fields=["period", "department"],
                condition=Q(kind="result", staff__isnull=True, state__in=["filed", "accepted"]),
                name="one_open_appeal_per_department",
            ),
            models.CheckConstraint(
                condition=Q(kind="entry", entry__isnull=False, result__isnull=True)
                | Q(kind="result", entry__isnull=True, result__isnull=False),
                name="appeal_is_against_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "answer_due"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for its answer."""
        return self.state in OPEN_STATES

    @property
    def subject(self) -> SubjectRef:
        """Who appeals: a person, or a department by its chief."""
        return SubjectRef.of(self)

    @property
    def about(self) -> str:
        """The same by name."""
        return self.staff.name if self.staff is not None else self.department.name


OPEN_STATES = (Appeal.State.FILED, Appeal.State.ACCEPTED)


class AppealStep(models.Model):
    """One recorded step of an appeal: who, when, what was said. The last one of an answered appeal is the answer."""

    class Action(models.TextChoices):
        FILE = "file", _("appeal filed")
        ACCEPT = "accept", _("taken up")
        ASSIGN = "assign", _("given to somebody else")
        UPHOLD = "uphold", _("upheld")
        REJECT = "reject", _("not upheld")
        WITHDRAW = "withdraw", _("appeal withdrawn")

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="steps", verbose_name=_("appeal"))
    action = models.CharField(_("action"), max_length=10, choices=Action)
    by = models.ForeignKey("organization.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    text = models.TextField(_("text"), blank=True)
    # What was corrected, and the hash of the differences that were confirmed.
    data = models.JSONField(_("particulars"), default=dict, blank=True)

    class Meta:
        verbose_name = _("step of an appeal")
        verbose_name_plural = _("steps of appeals")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.action}"


class AppealFile(models.Model):
    """A file that supports an appeal; its content was checked and hashed on the way in."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="files", verbose_name=_("appeal"))
    file = models.FileField(_("file"), upload_to=appeal_file_path)
    name = models.CharField(_("name"), max_length=150)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("organization.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file of an appeal")
        verbose_name_plural = _("files of appeals")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
