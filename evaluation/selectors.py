"""What the office reads of an evaluation: who was given how many codes and how many are spent; never an answer."""

from dataclasses import dataclass

from django.db.models import Count

from assessment.facade import Period, periods_of
from evaluation.models import Campaign, Code, Group
from evaluation.policy import Action
from evaluation.questionnaire import asks_of
from organization.models import Unit
from organization.policy import Access


@dataclass(frozen=True)
class CampaignProgress:
    """A group with the codes that were issued and spent; ``spent`` None once the evaluation has ended."""

    group: Group
    spent: int | None


def periods_with_questionnaire(unit: Unit) -> list[Period]:
    """The unit's periods whose scheme asks questions, newest first, with their campaign."""
    periods = periods_of(unit).select_related("campaign")
    return [period for period in periods if asks_of(period) is not None]


def campaign_in(period: Period) -> Campaign | None:
    """The evaluation of a period; None until it is prepared."""
    return Campaign.objects.filter(period=period).first()


def progress_of(campaign: Campaign) -> list[CampaignProgress]:
    """Every group with what was issued and spent; codes that were not spent are gone with the end."""
    rows = Code.objects.filter(group__campaign=campaign).order_by().values_list("group")
    left = dict(rows.annotate(count=Count("pk")))
    ended = campaign.state == Campaign.State.ENDED
    groups = campaign.groups.all()
    return [CampaignProgress(each, None if ended else each.issued - left.get(each.pk, 0)) for each in groups]


def runs_evaluations(access: Access) -> bool:
    """Whether the asker runs evaluations and a scheme of the unit has a questionnaire."""
    return access.can(Action.RUN) and bool(periods_with_questionnaire(access.unit))
