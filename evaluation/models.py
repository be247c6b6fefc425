"""Campaigns, their groups of raters and subjects, one-time codes, ballots.

Nothing that is stored joins a rater to a ballot: codes carry no name and are deleted in the very transaction that
stores the ballots; ballots have random ids, no time and no login.
"""

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organization.models import Department, StaffMember


class Campaign(models.Model):
    """评议活动: one questionnaire in one period."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("being prepared")
        OPEN = "open", _("open for answers")
        ENDED = "ended", _("evaluation ended")

    period = models.OneToOneField(
        "assessment.Period", models.PROTECT, related_name="campaign", verbose_name=_("period")
    )
    title = models.CharField(_("title"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREPARED)

    class Meta:
        verbose_name = _("evaluation campaign")
        verbose_name_plural = _("evaluation campaigns")

    def __str__(self) -> str:
        return self.title


class Group(models.Model):
    """A group of raters with its weight."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="groups", verbose_name=_("evaluation campaign")
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=60)
    weight = models.DecimalField(
        _("weight"), max_digits=8, decimal_places=2, default=1, validators=[MinValueValidator(0)]
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # How many codes were issued; those that are left are counted, so the difference is what was spent.
    issued = models.PositiveIntegerField(_("codes issued"), default=0)

    class Meta:
        verbose_name = _("group of raters")
        verbose_name_plural = _("groups of raters")
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="group_code_once_per_campaign"),
            # Results name the groups as the raters know them.
            models.UniqueConstraint(fields=["campaign", "name"], name="group_name_once_per_campaign"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="group_weight_above_zero"),
        ]

    def __str__(self) -> str:
        return self.name


class AboutOne(models.Model):
    """What is about one subject: a person, or a department."""

    staff = models.ForeignKey(
        StaffMember, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("staff member")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(staff__isnull=True, department__isnull=False)
                | Q(staff__isnull=False, department__isnull=True),
                name="%(class)s_is_about_one",
            )
        ]


class Subject(AboutOne):
    """Whom or what the raters are asked about."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="subjects", verbose_name=_("evaluation campaign")
    )

    class Meta(AboutOne.Meta):
        verbose_name = _("subject of an evaluation")
        verbose_name_plural = _("subjects of an evaluation")
        constraints = [
            *AboutOne.Meta.constraints,
            models.UniqueConstraint(fields=["campaign", "staff"], name="asked_once_about_a_person"),
            models.UniqueConstraint(fields=["campaign", "department"], name="asked_once_about_a_department"),
        ]

    def __str__(self) -> str:
        return str(self.staff or self.department)


class Code(models.Model):
    """A one-time code of a group, as its hash only. It names nobody and is deleted when it is spent."""

    digest = models.CharField(max_length=64, primary_key=True)
    group = models.ForeignKey(Group, models.CASCADE, related_name="codes", verbose_name=_("group of raters"))

    class Meta:
        verbose_name = _("ballot code")
        verbose_name_plural = _("ballot codes")

    def __str__(self) -> str:
        return self.digest[:8]


class Ballot(AboutOne):
    """What somebody of a group answered about one subject. No identity, no time, no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        Group, models.PROTECT, related_name="ballots", verbose_name=_("group of raters")
    )
    # Heading → answer; a heading left blank is not there.
    answers = models.JSONField(_("answers"), default=dict)

    class Meta(AboutOne.Meta):
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")

    def __str__(self) -> str:
        return str(self.pk)
