"""The room's acts in words, for the log."""

from django.utils.translation import gettext_lazy as _

from organization.audit_actions import register_acts

register_acts(
    {
        "journal.record": _("recorded a weekly journal"),
        "journal.review": _("reviewed a weekly journal"),
        "journal.mark": _("marked a week of the journal"),
    }
)
