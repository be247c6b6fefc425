"""Entries that a room proposes and the assessment office confirms; only then they are in the ledger."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.ledger import Entry
from assessment.models.periods import Period
from organization.models import Department, StaffMember, Unit
from organization.subjects import exactly_one_subject

LONGEST_ROOM = 20
LONGEST_REFERENCE = 50


class ProposedEntry(models.Model):
    """待确认事项: what a room found, against a clause; once for each reference of the room."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waiting for the office")
        CONFIRMED = "confirmed", _("confirmed")
        DISMISSED = "dismissed", _("not confirmed")
        WITHDRAWN = "withdrawn", _("taken back by the room")
        # Confirmed, and the room says that it no longer holds, but nobody could reverse the entry at that moment.
        RECALLED = "recalled", _("no longer holds")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    period = models.ForeignKey(
        Period, models.PROTECT, related_name="proposed_entries", verbose_name=_("period")
    )
    staff = models.ForeignKey(
        StaffMember, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("staff member")
    )
    # The department that is assessed itself; the ledger finds out where a person worked on the day.
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    clause = models.CharField(_("clause"), max_length=60)
    occurred_on = models.DateField(_("date"))
    count = models.DecimalField(_("count"), max_digits=8, decimal_places=2, null=True, blank=True)
    points = models.DecimalField(_("given points"), max_digits=8, decimal_places=2, null=True, blank=True)
    attributes = models.JSONField(_("particulars"), default=dict, blank=True)
    # Signed effect of this line taken alone, in points, by the version of its period.
    effect = models.DecimalField(_("effect"), max_digits=8, decimal_places=2)
    note = models.CharField(_("note"), max_length=300, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    source_room = models.SlugField(_("room"), max_length=LONGEST_ROOM)
    reference = models.CharField(_("reference"), max_length=LONGEST_REFERENCE)
    # Counts up when the room changes what it proposes: nobody confirms what they have not seen.
    revision = models.PositiveIntegerField(default=1)
    proposed_at = models.DateTimeField(_("proposed at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    decided_by = models.ForeignKey(
        "organization.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = models.CharField(_("reason of the decision"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("why it no longer holds"), max_length=300, blank=True)
    entry = models.OneToOneField(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name=_("entry"),
    )

    class Meta:
        verbose_name = _("proposed entry")
        verbose_name_plural = _("proposed entries")
        ordering = ["occurred_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "source_room", "reference"], name="proposed_once_for_a_reference"
            ),
            exactly_one_subject("proposed_entry_is_about_one"),
            models.CheckConstraint(
                condition=Q(state__in=["confirmed", "recalled"], entry__isnull=False)
                | Q(state__in=["proposed", "dismissed"], entry__isnull=True)
                | Q(state="withdrawn"),
                name="confirmed_proposal_has_its_entry",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"])]

    def __str__(self) -> str:
        return self.source_ref

    @property
    def source_ref(self) -> str:
        """Room and reference: the source and the key of the entry in the ledger."""
        return f"{self.source_room}:{self.reference}"

    @property
    def about(self) -> str:
        """Whom it is about, by name."""
        row = self.staff or self.department
        return row.name if row is not None else ""

    @property
    def kind(self) -> str:
        """``staff`` or ``department``."""
        return "staff" if self.staff_id is not None else "department"
