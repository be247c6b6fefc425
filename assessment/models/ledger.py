"""The ledger: entries and their evidence. Append-only, enforced by triggers in the database."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.periods import Period
from organization.models import Department, StaffMember, Unit


def evidence_path(_evidence: "Evidence", _filename: str) -> str:
    """Where evidence is kept; the name is never taken from a user."""
    return f"evidence/{uuid.uuid4()}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries of the ledger."""

    def counting(self) -> "EntryQuerySet":
        """Those that count: neither reversed nor reversals."""
        return self.filter(reverses__isnull=True, reversal__isnull=True)


class Entry(models.Model):
    """考核事项: one line of the ledger. Corrected by reversal, never edited."""

    class Source(models.TextChoices):
        MANUAL = "manual", _("manual")
        IMPORT = "import", _("import")
        API = "api", _("interface")
        ROOM = "room", _("another room")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    period = models.ForeignKey(Period, models.PROTECT, related_name="entries", verbose_name=_("period"))
    staff = models.ForeignKey(
        StaffMember, models.PROTECT, null=True, related_name="entries", verbose_name=_("staff member")
    )
    # The department of the person on the day (or the department that is assessed): it decides who may see the entry.
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="entries", verbose_name=_("department")
    )
    clause = models.CharField(_("clause"), max_length=60)
    occurred_on = models.DateField(_("date"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    # What was given: a count in the clause's unit, or signed points where the clause asks for them.
    count = models.DecimalField(_("count"), max_digits=8, decimal_places=2, null=True)
    points = models.DecimalField(_("given points"), max_digits=8, decimal_places=2, null=True)
    # Further keys that the clause uses (level, kind, matter …), in case-file form.
    attributes = models.JSONField(_("particulars"), default=dict, blank=True)
    # Signed effect of this line taken alone, in points, frozen when it was recorded.
    effect = models.DecimalField(_("effect"), max_digits=8, decimal_places=2)
    note = models.CharField(_("note"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.MANUAL)
    source_ref = models.CharField(_("source reference"), max_length=80, blank=True)
    entered_by = models.ForeignKey(
        "organization.User", models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversal", verbose_name=_("reverses")
    )
    reason = models.CharField(_("reason of the reversal"), max_length=300, blank=True)
    idempotency_key = models.CharField(max_length=80)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "idempotency_key"], name="entry_recorded_once"),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reason=""), name="reversal_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["period", "staff"]),
            models.Index(fields=["period", "department"]),
            models.Index(fields=["unit", "entered_by", "recorded_at"]),
            models.Index(fields=["period", "-recorded_at", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.clause} {self.occurred_on}"

    @property
    def about(self) -> str:
        """Whom it is about, by name: a person, or the department itself."""
        return self.staff.name if self.staff is not None else self.department.name


class Evidence(models.Model):
    """A file that proves an entry; its content was checked and hashed on the way in."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="evidence", verbose_name=_("entry"))
    file = models.FileField(_("file"), upload_to=evidence_path)
    name = models.CharField(_("name"), max_length=150)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("organization.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
