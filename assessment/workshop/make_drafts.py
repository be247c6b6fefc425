"""Making drafts: from a version, under a new id, from a file; setting them aside and taking them up again."""

import re
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Draft, Scheme, SchemeVersion
from assessment.policy import Action
from assessment.rules.yaml_source import parse
from assessment.workshop.round_trip import Set, edit
from assessment.workshop.selectors import latest_version
from foundation.uploads import UploadRefused, check_upload
from organization.models import Unit, User
from organization.policy import require
from organization.services.base import keep
from organization.write_audit import log_act

LARGEST_PACK = 1024 * 1024  # bytes
_FILES = {".yaml", ".yml", ".txt"}
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\Z")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")


@transaction.atomic
def start_draft(*, actor: User, unit: Unit, version: SchemeVersion, code: str = "") -> Draft:
    """A draft with the text of a version; with another ``code`` it becomes a scheme of its own.

    Raises ValidationError when the code is no id or belongs to a scheme already; PermissionDenied.
    """
    require(actor, unit, Action.DRAFT_SCHEMES)
    code = code.strip()
    text = version.text
    if code and code != version.scheme.code:
        check_new_code(code)
        text = edit(text, [Set(("id",), code)])
    draft = Draft(unit=unit, code=code or version.scheme.code, based_on=version, text=text)
    return _begun(draft, actor, "draft.start", {"based on": str(version)})


@transaction.atomic
def import_draft(*, actor: User, unit: Unit, file: Any) -> Draft:
    """A draft with the text of an uploaded pack, right or wrong.

    Raises UploadRefused (a ValidationError) when the file is no text or too large; PermissionDenied.
    """
    require(actor, unit, Action.DRAFT_SCHEMES)
    text = read_upload(file)
    code = _code_of(text, getattr(file, "name", "") or "")
    draft = Draft(unit=unit, code=code, based_on=latest_version(unit, code), text=text)
    return _begun(draft, actor, "draft.import", {"file": str(file)[:120]})


def read_upload(file: Any) -> str:
    """The text of an uploaded pack, lines ended as the editor ends them."""
    name = PurePosixPath(getattr(file, "name", "") or "")
    if name.suffix.lower() not in _FILES:
        raise UploadRefused(_("A pack is a text file whose name ends in .yaml."), code="kind")
    check_upload(file, name=f"{name.stem}.txt", allowed={"txt"}, max_size=LARGEST_PACK)
    content = file.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return one_kind_of_line(text)


def one_kind_of_line(text: str) -> str:
    """The text with ``\\n`` at the end of its lines, whatever a browser or another system made of them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_name(text: str) -> bool:
    """Whether a text can be the name of something in a pack."""
    return bool(_NAME.match(text))


def check_new_code(code: str) -> None:
    """ValidationError unless the code can be the id of a new scheme."""
    if not _CODE.match(code):
        raise ValidationError(
            {"code": _("An id of small letters, digits, hyphens and underscores, at most 60 characters.")}
        )
    if Scheme.objects.filter(code=code).exists():
        raise ValidationError({"code": _("There is a scheme with this id already.")})


@transaction.atomic
def discard_draft(*, actor: User, draft: Draft) -> Draft:
    """Set a draft aside; its text stays and it can be taken up again. ValidationError unless it is being edited."""
    return _moved(actor, draft, Draft.State.EDITING, Draft.State.DISCARDED, "draft.discard")


@transaction.atomic
def restore_draft(*, actor: User, draft: Draft) -> Draft:
    """Take a discarded draft up again."""
    return _moved(actor, draft, Draft.State.DISCARDED, Draft.State.EDITING, "draft.restore")


def _moved(actor: User, draft: Draft, since: str, to: str, act: str) -> Draft:
    require(actor, draft.unit, Action.DRAFT_SCHEMES)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.state != since:
        raise ValidationError(_("The draft is %(state)s.") % {"state": draft.get_state_display()})
    draft.state = to
    keep(draft, actor=actor)
    log_act(
        actor=actor,
        unit=draft.unit,
        action=act,
        target=draft.code,
        before={"state": since},
        after={"state": to},
    )
    return draft


def _begun(draft: Draft, actor: User, act: str, told: dict[str, str]) -> Draft:
    draft.created_by = draft.saved_by = actor
    keep(draft, actor=actor)
    after = {"draft": draft.pk, **told}
    log_act(actor=actor, unit=draft.unit, action=act, target=draft.code, after=after)
    return draft


def _code_of(text: str, name: str) -> str:
    """The id that the pack states; else what the file is called; else a word for it."""
    data = parse(text, "").data
    stated = data.get("id") if isinstance(data, dict) else None
    for found in (stated, PurePosixPath(name).stem.lower()):
        if isinstance(found, str) and _CODE.match(found):
            return found
    return "scheme"
