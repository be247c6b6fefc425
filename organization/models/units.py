"""Units and the tree of their departments, posts."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Unit(models.Model):
    """单位: a bureau, office or hall. It owns departments, staff and periods; roles are held in a unit."""

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("Part of the page addresses."))
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """科室 or 窗口: a node of the unit's tree."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("department")
        WINDOW = "window", _("window")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="departments", verbose_name=_("unit"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DEPARTMENT)
    position = models.PositiveIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="department_code_once_per_unit"),
            models.UniqueConstraint(fields=["unit", "name"], name="department_name_once_per_unit"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a parent of another unit or a circle."""
        ancestor = self.parent
        while ancestor is not None:
            if ancestor.unit_id != self.unit_id:
                raise ValidationError({"parent": _("The department above belongs to another unit.")})
            if self.pk and ancestor.pk == self.pk:
                raise ValidationError({"parent": _("A department cannot be placed below itself.")})
            ancestor = ancestor.parent


class Post(models.Model):
    """岗位: a description of duties with a category and an A/B stand-in."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="posts", verbose_name=_("department")
    )
    name = models.CharField(_("name"), max_length=60)
    category = models.CharField(_("category"), max_length=40, blank=True)
    description = models.TextField(_("post description"), blank=True)
    stand_in = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stands_in_for",
        verbose_name=_("A/B stand-in"),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["department", "name"]
        constraints = [
            models.UniqueConstraint(fields=["department", "name"], name="post_name_once_per_department")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a stand-in that is the post itself or belongs to another unit."""
        if self.stand_in is None:
            return
        if self.pk and self.stand_in_id == self.pk:
            raise ValidationError({"stand_in": _("A post cannot stand in for itself.")})
        if self.stand_in.department.unit_id != self.department.unit_id:
            raise ValidationError({"stand_in": _("The stand-in belongs to another unit.")})
