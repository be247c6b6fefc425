"""Schemes, their versions, and which unit uses which."""

from functools import lru_cache

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessment import rules
from organization.models import Unit


class Scheme(models.Model):
    """考核方案: a family of versions under one id."""

    code = models.SlugField(_("id"), max_length=60, unique=True)
    title_zh = models.CharField(_("Chinese title"), max_length=120)
    title_en = models.CharField(_("English title"), max_length=120)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" else self.title_zh


class SchemeVersion(models.Model):
    """One pack: its text, its hash, the days it is valid. Never changed once published."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("in force")
        RETIRED = "retired", _("withdrawn from use")

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions", verbose_name=_("scheme"))
    number = models.PositiveIntegerField(_("version"))
    # Whose own version it is; empty for one that every unit using the scheme shares.
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scheme_versions",
        verbose_name=_("unit"),
    )
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("based on")
    )
    text = models.TextField(_("pack"), help_text=_("The pack as YAML."))
    hash = models.CharField(_("hash"), max_length=64)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    created_by = models.ForeignKey(
        "organization.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    published_by = models.ForeignKey(
        "organization.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    # What staff will read: the drafter's words, and what changed clause by clause as ``{"zh": …, "en": …}``.
    note = models.TextField(_("note for the staff"), blank=True)
    changes = models.JSONField(_("changes"), default=list, blank=True)
    # The report of the analysis as it stood at publication, with the reasons given for accepted warnings.
    lint = models.JSONField(_("report of the analysis"), default=dict, blank=True)
    history = HistoricalRecords(excluded_fields=["text"])

    class Meta:
        verbose_name = _("scheme version")
        verbose_name_plural = _("scheme versions")
        ordering = ["scheme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="version_number_once_per_scheme"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="version_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} v{self.number}"

    @property
    def rules(self) -> "rules.Scheme":
        """The loaded scheme that the scoring core runs; parsed once per process, a published version never changes."""
        return _loaded(self.hash)


class UnitScheme(models.Model):
    """Which scheme a unit uses, from when, with its own settings."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="schemes", verbose_name=_("unit"))
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="uses", verbose_name=_("scheme"))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("scheme in use")
        verbose_name_plural = _("schemes in use")
        constraints = [
            models.UniqueConstraint(fields=["unit", "scheme", "valid_from"], name="scheme_use_begins_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.scheme}"


@lru_cache(maxsize=64)
def _loaded(digest: str) -> "rules.Scheme":
    """By hash, since versions with one hash say the same."""
    version = SchemeVersion.objects.select_related("scheme").filter(hash=digest).earliest("pk")
    return rules.load_scheme(version.text, file=f"{version.scheme.code} v{version.number}")
