"""Preparing and running an evaluation: groups with weights, subjects, one-time codes, beginning and end."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.facade import Period, lock_for_facts
from evaluation.models import Campaign, Code, Group, Subject
from evaluation.policy import Action
from organization.models import Department, StaffMember, User
from organization.policy import require
from organization.write_audit import log_act

MOST_CODES = 20_000
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that is read as something else
_LENGTH = 12


class NewGroup(NamedTuple):
    """A group of raters to be."""

    code: str
    name: str
    weight: Decimal = Decimal(1)


@transaction.atomic
def prepare_campaign(
    *,
    actor: User,
    period: Period,
    title: str,
    groups: Sequence[NewGroup],
    departments: Collection[Department] = (),
    staff: Collection[StaffMember] = (),
) -> Campaign:
    """Set up the questionnaire of a period: who is asked in which group, about whom.

    Raises PermissionDenied, ValidationError without a group or a subject, for a subject of another unit, a weight that
    is not above 0, or a period whose scheme asks no questions.
    """
    period = _run(actor, period)
    if period.part.asks is None:
        raise ValidationError(_("The scheme of this period has no questionnaire."))
    if not groups or not (departments or staff):
        raise ValidationError(_("At least one group and one subject are needed."))
    if len({each.name for each in groups}) < len(groups):  # results name a group by its name
        raise ValidationError(_("Each group has a name of its own."))
    units = {each.unit_id for each in departments} | {each.unit_id for each in staff}
    if units != {period.unit_id}:
        raise ValidationError(_("Only departments and people of the unit are evaluated."))
    campaign = Campaign(period=period, title=title)
    campaign.full_clean()
    campaign.save()
    for position, each in enumerate(groups):
        group = Group(campaign=campaign, position=position, **each._asdict())
        group.full_clean()
        group.save()
    Subject.objects.bulk_create(Subject(campaign=campaign, department=each) for each in departments)
    Subject.objects.bulk_create(Subject(campaign=campaign, staff=each) for each in staff)
    _log(actor, campaign, "campaign.prepare", {"groups": [each.code for each in groups]})
    return campaign


@transaction.atomic
def issue_codes(*, actor: User, group: Group, count: int) -> list[str]:
    """New one-time codes for a group. They are shown this once: only their hashes are kept.

    Raises PermissionDenied; ValidationError for a campaign that has ended or a count outside 1 … 20,000.
    """
    campaign = _locked(actor, group.campaign)
    if campaign.state == Campaign.State.ENDED:
        raise ValidationError(_("The evaluation has ended."))
    if not 1 <= count <= MOST_CODES:
        raise ValidationError(_("From 1 to %(most)s codes at a time.") % {"most": MOST_CODES})
    codes = ["".join(secrets.choice(_ALPHABET) for _place in range(_LENGTH)) for _code in range(count)]
    Code.objects.bulk_create([Code(digest=digest_of(code), group=group) for code in codes], batch_size=1000)
    group = Group.objects.select_for_update().get(pk=group.pk)
    group.issued += count
    group.save(update_fields=["issued"])
    _log(actor, campaign, "campaign.issue", {"group": group.code, "count": count})
    return codes


@transaction.atomic
def open_campaign(*, actor: User, campaign: Campaign) -> Campaign:
    """Let the raters answer. Raises PermissionDenied, ValidationError unless it is being prepared."""
    return _move(actor, campaign, Campaign.State.PREPARED, Campaign.State.OPEN, "campaign.open")


@transaction.atomic
def end_campaign(*, actor: User, campaign: Campaign) -> Campaign:
    """No more answers; codes that were not spent are deleted. Raises PermissionDenied, ValidationError unless open."""
    ended = _move(actor, campaign, Campaign.State.OPEN, Campaign.State.ENDED, "campaign.end")
    Code.objects.filter(group__campaign=ended).delete()
    return ended


def digest_of(code: str) -> str:
    """What is kept of a code; typed small, with spaces or hyphens, it is the same code."""
    plain = "".join(letter for letter in code.upper() if letter in _ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


def _run(actor: User, period: Period) -> Period:
    period = lock_for_facts(period.pk)
    require(actor, period.unit, Action.RUN)
    return period


def _locked(actor: User, campaign: Campaign) -> Campaign:
    _run(actor, campaign.period)
    return Campaign.objects.select_for_update(of=("self",)).select_related("period__unit").get(pk=campaign.pk)


def _move(actor: User, campaign: Campaign, before: str, after: str, act: str) -> Campaign:
    campaign = _locked(actor, campaign)
    if campaign.state != before:
        raise ValidationError(_("The evaluation is %(state)s.") % {"state": campaign.get_state_display()})
    campaign.state = after
    campaign.save(update_fields=["state"])
    _log(actor, campaign, act, {"state": after}, {"state": before})
    return campaign


def _log(actor: User, campaign: Campaign, action: str, after: object, before: object = None) -> None:
    unit = campaign.period.unit
    log_act(actor=actor, unit=unit, action=action, target=campaign.title, before=before, after=after)
