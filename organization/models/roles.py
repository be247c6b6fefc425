"""Roles, held in a unit."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organization.models.units import Department, Unit


class Role(models.TextChoices):
    """The roles of the house; ``staff`` comes with being on the roster."""

    STAFF = "staff", _("staff member")
    SECTION_CHIEF = "section_chief", _("section chief")
    DEPUTY = "deputy", _("deputy leader")
    HEAD = "head", _("head")
    DEPARTMENT_ADMIN = "department_admin", _("department admin")
    ASSESSMENT_OFFICE = "assessment_office", _("assessment office")
    LEADING_GROUP = "leading_group", _("leading group")
    HR = "hr", _("HR")
    SUPERVISOR = "supervisor", _("supervision team")
    SYSTEM_ADMIN = "system_admin", _("system administrator")
    SECURITY_ADMIN = "security_admin", _("security administrator")
    AUDITOR = "auditor", _("auditor")


class RoleGrant(models.Model):
    """A role that a login holds in a unit, for the whole unit or for some departments (and those below them)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_grants", verbose_name=_("login")
    )
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="role_grants", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    departments = models.ManyToManyField(
        Department,
        blank=True,
        related_name="role_grants",
        verbose_name=_("departments"),
        help_text=_("Empty: the whole unit."),
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    history = HistoricalRecords(m2m_fields=[departments])

    class Meta:
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        ordering = ["unit", "role", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role", "valid_from"], name="role_granted_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="grant_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
