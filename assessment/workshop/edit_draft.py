"""Editing a draft in forms: what was typed becomes changes of the YAML, saved unless they make new faults."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.models import Draft
from assessment.rules import PackError, PackFault, load_scheme
from assessment.rules.yaml_source import Path
from assessment.workshop.forms.addresses import value_at
from assessment.workshop.forms.names import identity
from assessment.workshop.make_drafts import is_name
from assessment.workshop.round_trip import Append, Change, edit
from assessment.workshop.save_draft import require_editing, save_draft
from organization.models import User

_IDENTITY = ("id", "code", "name")


class NewFaults(Exception):
    """The changes would make the pack wrong at places where it was not; ``faults`` says where and how."""

    def __init__(self, faults: list[PackFault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def faults_of(text: str) -> list[PackFault]:
    """Everything that keeps a text from being loaded."""
    try:
        load_scheme(text, file="")
    except PackError as error:
        return error.faults
    return []


def told(fault: PackFault) -> str:
    """What is wrong, in the language of the reader."""
    return fault.message.text(get_language() or "zh-hans")


def edit_draft(
    *, actor: User, draft: Draft, base: str, changes: Iterable[Change], revision: int
) -> tuple[Draft, str]:
    """Carry changes out on the text they were made from and save it; the draft, and the text as edited.

    Raises NewFaults, EditRefused, Superseded or ValidationError; nothing is saved then. PermissionDenied.
    """
    require_editing(draft)
    text = edited_text(base, list(changes))
    return save_draft(actor=actor, draft=draft, text=text, revision=revision), text


def edited_text(base: str, changes: list[Change]) -> str:
    """The text with the changes; NewFaults when they make it wrong where it was not."""
    text = edit(base, changes)
    if found := faults_of(text):
        before = {(fault.path, fault.message) for fault in faults_of(base)}
        new = [fault for fault in found if (fault.path, fault.message) not in before]
        if new:
            raise NewFaults(new)
    return text


def copy_element(data: Any, path: Path, name: str) -> Append:
    """One more element like the one at the path, under another name, for the end of its list.

    ValidationError when the name is none, or stands in the list already.
    """
    elements, original = value_at(data, path[:-1]), value_at(data, path)
    if not isinstance(original, Mapping):
        raise ValidationError(_("There is no such element (any more)."))
    copied = deepcopy(dict(original))
    key = next((key for key in _IDENTITY if key in copied), None)
    if key is not None:
        if not is_name(name):
            message = _("A name of letters, digits, points, hyphens and underscores is expected.")
            raise ValidationError({"name": message})
        if name in {identity(each) for each in elements}:
            raise ValidationError({"name": _("This name stands in the list already.")})
        copied[key] = name
    return Append(path[:-1], copied)
