"""The workshop: drafts of schemes, and what came of trying them out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessment.models.periods import Period
from assessment.models.results import Close
from assessment.models.schemes import SchemeVersion
from organization.models import Unit


class Draft(models.Model):
    """方案草案: a pack in the making. Its text may be broken at any time; nothing typed is lost.

    A draft becomes a :class:`SchemeVersion` of its unit when a second person approves it.
    """

    class State(models.TextChoices):
        EDITING = "editing", _("being edited")
        PROPOSED = "proposed", _("waiting for approval")
        PUBLISHED = "published", _("published")
        DISCARDED = "discarded", _("discarded")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="drafts", verbose_name=_("unit"))
    # The id that the pack is meant to have; the text must say the same before it is published.
    code = models.SlugField(_("scheme id"), max_length=60)
    based_on = models.ForeignKey(
        SchemeVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name=_("based on"),
    )
    text = models.TextField(_("pack"), help_text=_("The pack as YAML."))
    # Counts the saves: whoever saves on top of somebody else's newer text is told.
    revision = models.PositiveIntegerField(_("revision"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.EDITING)
    note = models.TextField(_("note for the staff"), blank=True)
    # The first day of validity asked for when the draft was proposed.
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    # Reasons for which warnings of the analysis were accepted, by the key of the finding.
    accepted = models.JSONField(_("accepted warnings"), default=dict, blank=True)
    created_by = models.ForeignKey(
        "organization.User", models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    saved_by = models.ForeignKey(
        "organization.User", models.PROTECT, related_name="+", verbose_name=_("saved by")
    )
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)
    proposed_by = models.ForeignKey(
        "organization.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    returned_reason = models.TextField(_("why it was returned"), blank=True)
    version = models.OneToOneField(
        SchemeVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="draft",
        verbose_name=_("published as"),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("draft of a scheme")
        verbose_name_plural = _("drafts of schemes")
        ordering = ["-saved_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(version__isnull=False),
                name="published_draft_has_a_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.pk})"


class TryOut(models.Model):
    """试算: a draft run against the stored facts of a closed period. Only the report is kept."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="tryouts", verbose_name=_("draft"))
    draft_hash = models.CharField(_("hash of the draft"), max_length=64)
    period = models.ForeignKey(Period, models.PROTECT, related_name="+", verbose_name=_("period"))
    close = models.ForeignKey(Close, models.PROTECT, related_name="+", verbose_name=_("close"))
    job = models.OneToOneField("organization.Job", models.PROTECT, null=True, related_name="+")
    report = models.JSONField(_("report"), default=dict, blank=True)
    started_by = models.ForeignKey(
        "organization.User", models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)

    class Meta:
        verbose_name = _("try-out")
        verbose_name_plural = _("try-outs")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.draft} {self.period}"
