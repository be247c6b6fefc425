"""The room's acts in words, for the log. A cast ballot is none: a time on record could join a rater to a ballot."""

from django.utils.translation import gettext_lazy as _

from organization.audit_actions import register_acts

register_acts(
    {
        "campaign.prepare": _("prepared an evaluation"),
        "campaign.open": _("opened an evaluation"),
        "campaign.end": _("ended an evaluation"),
        "campaign.issue": _("issued ballot codes"),
    }
)
