"""The acts of the log in words, and whose values the auditor may read.

The auditor sees who did what and when, never a score: values are shown only for acts that were registered with
``values=True``. An act that nobody registered is shown by its code, without values.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

_titles: dict[str, Any] = {}
_open_values: set[str] = set()


def register_acts(titles: Mapping[str, Any], *, values: bool = False) -> None:
    """Name acts for the log; ``values=True`` only where before and after never tell a score, grade or rating.

    ImproperlyConfigured when an act has another title already: the log would tell it by whichever came last.
    """
    for action, title in titles.items():
        if action in _titles and str(_titles[action]) != str(title):
            raise ImproperlyConfigured(f"The act {action} has two titles: {_titles[action]}, {title}.")
    _titles.update(titles)
    if values:
        _open_values.update(titles)


def title_of(action: str) -> str:
    """The act in words."""
    return str(_titles.get(action, action))


def shows_values(action: str) -> bool:
    """Whether the auditor may read the values before and after."""
    return action in _open_values


def titles() -> dict[str, str]:
    """All registered acts by code, in words."""
    return {action: str(title) for action, title in _titles.items()}


register_acts(
    {
        "department.create": _("added a department"),
        "department.rename": _("renamed a department"),
        "department.move": _("moved a department"),
        "department.dissolve": _("took a department out of use"),
        "department.restore": _("took a department into use again"),
        "post.create": _("added a post"),
        "post.edit": _("changed a post"),
        "staff.hire": _("added a person"),
        "staff.edit": _("changed name, number or position"),
        "staff.transfer": _("transferred a person"),
        "staff.leave": _("recorded that a person leaves"),
        "staff.take_back": _("took a person back"),
        "staff.correct_assignment": _("corrected an assignment"),
        "state.record": _("recorded a state"),
        "state.end": _("ended a state"),
        "state.correct": _("corrected a state"),
        "state.withdraw": _("withdrew a state"),
        "roster.import": _("applied a roster sheet"),
        "role.grant": _("gave a role"),
        "role.revoke": _("took a role away"),
        "account.create": _("made a login"),
        "account.change_password": _("chose a new password"),
        "roster.discard": _("discarded a roster sheet"),
        "account.reset_password": _("gave a new password"),
        "account.deactivate": _("closed a login"),
        "account.activate": _("opened a login"),
        "account.login": _("logged in"),
        "calendar.load": _("loaded working days"),
    },
    values=True,
)
