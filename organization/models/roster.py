"""An uploaded roster: kept from the upload to the confirmation, so that exactly what was shown is applied."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from organization.models.units import Unit


def upload_path(upload: "RosterImport", _filename: str) -> str:
    """Where the workbook is kept; the name is never taken from a user."""
    return f"roster/{upload.unit_id}/{upload.sha256}.xlsx"


class RosterImport(models.Model):
    """One upload: its file, what it would change, and the roster that this was worked out against."""

    class State(models.TextChoices):
        FAULTY = "faulty", _("has errors")
        PENDING = "pending", _("waits for confirmation")
        APPLIED = "applied", _("applied")
        DISCARDED = "discarded", _("discarded")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="roster_imports", verbose_name=_("unit"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    effective_on = models.DateField(_("effective from"))
    is_complete = models.BooleanField(_("the sheet lists everyone"), default=False)
    file = models.FileField(_("file"), upload_to=upload_path, max_length=250)
    file_name = models.CharField(_("file name"), max_length=150)
    sha256 = models.CharField(max_length=64)
    roster_hash = models.CharField(max_length=64)
    plan = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("roster upload")
        verbose_name_plural = _("roster uploads")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
