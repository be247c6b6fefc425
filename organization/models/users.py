"""Logins."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class User(AbstractUser):
    """A login. A person of the roster may have one; an outside administrator has one without being on a roster."""

    class Language(models.TextChoices):
        CHINESE = "zh-hans", _("Simplified Chinese")
        ENGLISH = "en", _("English")

    display_name = models.CharField(_("name"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.CHINESE)
    home_unit = models.ForeignKey(
        "organization.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="logins",
        verbose_name=_("unit that keeps the login"),
        help_text=_("For logins that are on no roster."),
    )
    must_change_password = models.BooleanField(_("must choose a password"), default=False)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta(AbstractUser.Meta):
        verbose_name = _("login")  # type: ignore[assignment]  # the stubs know plain text only
        verbose_name_plural = _("logins")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.display_name or self.username
