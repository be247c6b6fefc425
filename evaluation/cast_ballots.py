"""Casting ballots: a code is spent and the answers are stored in one transaction, and nothing joins the two."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.facade import Period, lock_for_facts
from evaluation.models import Ballot, Campaign, Code, Subject
from evaluation.run_campaigns import digest_of

Answers = Mapping[int, Mapping[str, str]]
"""By subject: heading → answer. What is left out is blank."""


class NoCode(Exception):
    """The code is none, or was spent, or the evaluation is not open: they are not told apart."""


def campaign_of(code: str) -> Campaign:
    """The open campaign that a code lets somebody answer in; NoCode otherwise."""
    known = Code.objects.filter(digest=digest_of(code), group__campaign__state=Campaign.State.OPEN)
    found = known.select_related("group__campaign__period__version__scheme", "group__campaign__period__unit")
    first = found.first()
    if first is None:
        raise NoCode
    return first.group.campaign


@transaction.atomic
def cast_ballots(*, code: str, answers: Answers) -> int:
    """Spend a code and store one ballot for each subject that was answered about; how many.

    The code's row is deleted by a conditional statement, so of two who use it at once one is too late. Raises NoCode,
    ValidationError for an unknown subject, heading or answer, and when nothing at all is answered.
    """
    row = Code.objects.select_related("group__campaign__period").filter(digest=digest_of(code)).first()
    if row is None or row.group.campaign.state != Campaign.State.OPEN:
        raise NoCode
    campaign = row.group.campaign
    lock_for_facts(campaign.period_id)
    ballots = _ballots(campaign, row, answers)
    if not ballots:
        raise ValidationError(_("Nothing is answered yet."))
    deleted, _by_model = Code.objects.filter(digest=row.digest).delete()
    if not deleted:
        raise NoCode
    Ballot.objects.bulk_create(ballots)
    return len(ballots)


def _ballots(campaign: Campaign, code: Code, answers: Answers) -> list[Ballot]:
    headings, choices = questions_of(campaign.period)
    subjects = {subject.pk: subject for subject in Subject.objects.filter(campaign=campaign)}
    ballots = []
    for subject_id, given in answers.items():
        subject = subjects.get(subject_id)
        if subject is None or set(given) - set(headings) or set(given.values()) - set(choices):
            raise ValidationError(_("This answer belongs to no question."))
        if given:
            ballots.append(
                Ballot(
                    group=code.group,
                    staff_id=subject.staff_id,
                    department_id=subject.department_id,
                    answers=dict(given),
                )
            )
    return ballots


def questions_of(period: Period) -> tuple[list[str], list[str]]:
    """The codes of the questionnaire's headings, and of its answers."""
    asks = period.part.asks
    if asks is None:
        return [], []
    return [heading.code for heading in asks.headings], [answer.code for answer in asks.answers]
