"""What still stands in the way of a draft's publication."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.models import Draft, Scheme, SchemeVersion
from assessment.rules import PackError, load_scheme
from assessment.rules import Scheme as Pack
from assessment.schemes.install_schemes import version_in_force
from assessment.workshop.findings import open_findings
from assessment.workshop.publication.switch_dates import check_switch


def pack_of(draft: Draft) -> Pack | None:
    """The draft as a scheme, None as long as its text is not a valid pack."""
    try:
        return load_scheme(draft.text, file=draft.code)
    except PackError:
        return None


def scheme_of_draft(draft: Draft) -> Scheme | None:
    """The scheme that the draft will be a version of, None when it will be the first."""
    return Scheme.objects.filter(code=draft.code).first()


def replaced_by(draft: Draft) -> SchemeVersion | None:
    """The version that holds for the unit on the day asked for, and that the draft would replace."""
    scheme = scheme_of_draft(draft)
    if scheme is None or draft.valid_from is None:
        return None
    try:
        return version_in_force(scheme, draft.valid_from, draft.unit)
    except ValidationError:
        return None


def text_faults(draft: Draft) -> list[str]:
    """What is wrong with the text itself, in sentences: faults, findings that are open, another id, nothing new."""
    pack = pack_of(draft)
    found, left = [], open_findings(draft)
    errors = [finding for finding in left if finding.severity == "error"]
    warnings = [finding for finding in left if finding.severity != "error"]
    if pack is None:
        found.append(_("The text is not a valid pack yet."))
    elif errors:
        found.append(_("The analysis found errors: %(count)d.") % {"count": len(errors)})
    if warnings:
        found.append(_("Warnings that nobody accepted with a reason: %(count)d.") % {"count": len(warnings)})
    if pack is not None and pack.id != draft.code:
        words = {"id": pack.id, "code": draft.code}
        found.append(_("The pack calls itself “%(id)s”, the draft is for “%(code)s”.") % words)
    return found


def check_ready(draft: Draft) -> Pack:
    """The draft's pack when nothing stands in the way of its publication.

    Raises ValidationError by field: ``note``, ``valid_from``, and without a field what is wrong with the text.
    """
    faults: dict[str, list[str]] = {}
    pack = pack_of(draft)
    in_text = text_faults(draft)
    if in_text:
        faults["__all__"] = in_text
    if not draft.note.strip():
        faults["note"] = [_("Write what changes for the staff: they will read this.")]
    if draft.valid_from is None:
        faults["valid_from"] = [_("Say from which day the version shall hold.")]
    elif pack is not None:
        try:
            check_switch(draft.unit, scheme_of_draft(draft), pack, draft.valid_from)
        except ValidationError as refused:
            faults["valid_from"] = refused.messages
        else:
            if is_in_force_already(draft, pack):
                faults.setdefault("__all__", []).append(
                    _("The unit is assessed by exactly this scheme already.")
                )
    if faults or pack is None:
        raise ValidationError(faults)
    return pack


def is_in_force_already(draft: Draft, pack: Pack) -> bool:
    """Whether the unit uses a scheme that says exactly the same on that day."""
    replaced = replaced_by(draft)
    return (
        replaced is not None
        and replaced.hash == pack.hash
        and replaced.scheme.uses.filter(unit=draft.unit).exists()
    )
