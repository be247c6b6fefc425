"""Periods, the log of their steps, and what departments have handed in."""

from decimal import Decimal

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessment.models.schemes import Scheme as SchemeRow
from assessment.models.schemes import SchemeVersion
from assessment.rules import Part, PeriodKey, Scheme
from organization.models import Department, Unit


def period_title(key: str) -> str:
    """A period's key (``2026-04``, ``2026-Q1``, ``2026``) in the language of the reader."""
    return PeriodKey.parse(key).title(get_language() or "zh-hans")


class PeriodQuerySet(models.QuerySet["Period"]):
    """Periods."""

    def taking_facts(self) -> "PeriodQuerySet":
        """Those into which facts may still flow: not closed yet."""
        return self.filter(state__in=TAKING_FACTS)

    def closed(self) -> "PeriodQuerySet":
        """Those that are closed, at whatever step after it."""
        return self.exclude(state__in=TAKING_FACTS)


class Period(models.Model):
    """考核期: a scheme version × month, quarter or year × unit, with a state."""

    class State(models.TextChoices):
        OPEN = "open", _("open for entries")
        SUBMITTED = "submitted", _("submitted")
        CLOSED = "closed", _("closed, provisional")
        REVIEWED = "reviewed", _("reviewed")
        PUBLISHED = "published", _("being published")
        FINAL = "final", _("final, filed")

    class Cadence(models.TextChoices):
        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")
        YEAR = "year", _("year")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="periods", verbose_name=_("unit"))
    scheme = models.ForeignKey(SchemeRow, models.PROTECT, related_name="periods", verbose_name=_("scheme"))
    version = models.ForeignKey(
        SchemeVersion, models.PROTECT, related_name="periods", verbose_name=_("version")
    )
    cadence = models.CharField(_("cadence"), max_length=8, choices=Cadence)
    key = models.CharField(_("period"), max_length=8, help_text="2026-04, 2026-Q1, 2026")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    publication_ends_on = models.DateField(_("publication ends on"), null=True, blank=True)
    final_on = models.DateField(_("final on"), null=True, blank=True)
    # The close that counts; an earlier one is superseded, never deleted.
    current_close = models.ForeignKey(
        "assessment.Close",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("current close"),
    )
    # The claim of a running close: who holds it is the only one whose results are taken.
    claim = models.UUIDField(null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(
        "organization.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(auto_now_add=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering = ["-starts_on", "-ends_on"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "scheme", "key"], name="period_once_per_scheme")
        ]
        indexes = [models.Index(fields=["unit", "state"])]

    def __str__(self) -> str:
        return f"{self.unit} {self.key}"

    @property
    def title(self) -> str:
        """The period in the reader's words: 2026年第三季度, Q3 2026."""
        return period_title(self.key)

    @cached_property
    def parsed_key(self) -> PeriodKey:
        """The key with its cadence, days and parts."""
        return PeriodKey.parse(self.key)

    @property
    def rules(self) -> Scheme:
        """The loaded scheme that the period was opened with."""
        return self.version.rules

    @property
    def part(self) -> Part:
        """What the scheme says for the period's cadence."""
        return self.rules.part(self.parsed_key.cadence)

    @property
    def settings_exact(self) -> dict[str, Decimal]:
        """The figures that the unit set for itself, as the period keeps them, for the scoring core."""
        return {name: Decimal(str(value)) for name, value in self.settings.items()}

    @property
    def takes_entries(self) -> bool:
        """Whether facts may still flow in."""
        return self.state in TAKING_FACTS


TAKING_FACTS = (Period.State.OPEN, Period.State.SUBMITTED)


class PeriodStep(models.Model):
    """One recorded step of a period: from which state to which, by whom, when, why. Append-only."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="steps", verbose_name=_("period"))
    action = models.CharField(_("action"), max_length=30)
    from_state = models.CharField(_("from state"), max_length=10, blank=True)
    to_state = models.CharField(_("to state"), max_length=10)
    by = models.ForeignKey(
        "organization.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("period step")
        verbose_name_plural = _("period steps")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.period} {self.action}"


class HandIn(models.Model):
    """报送: a department has handed in its period."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="hand_ins", verbose_name=_("period"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    by = models.ForeignKey("organization.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    withdrawn_by = models.ForeignKey(
        "organization.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("hand-in")
        verbose_name_plural = _("hand-ins")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "department"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="department_hands_in_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.department}"
