"""审批发布: a second person publishes a proposed draft; it becomes a version of the unit's scheme and stays as it is."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Draft, Scheme, SchemeVersion, UnitScheme
from assessment.policy import Action
from assessment.rules import Scheme as Pack
from assessment.schemes.install_schemes import adopt_scheme
from assessment.workshop.findings import draft_findings
from assessment.workshop.publication.blockers import check_ready, replaced_by
from assessment.workshop.publication.changes import changes_between
from assessment.workshop.publication.propose_draft import held
from assessment.workshop.publication.switch_dates import check_switch
from organization.models import Unit, User
from organization.policy import require_whole_unit
from organization.write_audit import log_act


def worked_on(draft: Draft, user: User) -> bool:
    """Whether somebody drafted, last saved or proposed the draft, and so may not be its second person."""
    return user.pk in (draft.created_by_id, draft.saved_by_id, draft.proposed_by_id)


@transaction.atomic
def approve(*, actor: User, draft: Draft, revision: int) -> SchemeVersion:
    """Publish a proposed draft as the next version of its scheme, for the unit, from the day asked for.

    ``revision`` is the one that the approver read. Of two at once one publishes, the other gets ValidationError; so
    does everything that has come in the way since the proposal. Raises PermissionDenied for who may not approve.
    """
    require_whole_unit(actor, draft.unit, Action.APPROVE_SCHEMES)
    draft = held(draft, Draft.State.PROPOSED)
    if worked_on(draft, actor):
        raise ValidationError(
            _(
                "Whoever drafted, saved or proposed the draft does not approve it: this takes a second person."
            ),
            code="same_person",
        )
    if draft.revision != revision:
        raise ValidationError(_("The draft has changed since you read it. Reload the page."), code="revision")
    pack = check_ready(draft)
    scheme = _scheme_held(draft, pack)
    version = _published(actor, draft, scheme, pack)
    draft.state, draft.version = Draft.State.PUBLISHED, version
    draft.save(update_fields=["state", "version"])
    _adopt(actor, draft.unit, scheme, version.valid_from)
    log_act(
        actor=actor,
        unit=draft.unit,
        action="draft.publish",
        target=f"{version.scheme.code} v{version.number}",
        after={"hash": version.hash, "valid_from": version.valid_from, "changes": len(version.changes)},
    )
    return version


def _scheme_held(draft: Draft, pack: Pack) -> Scheme:
    """The scheme with its row locked: versions are numbered and periods opened one after the other.

    A period may have been opened until this moment, so the day is held against them once more.
    """
    titles = {"title_zh": pack.title.zh, "title_en": pack.title.en}
    scheme, _created = Scheme.objects.get_or_create(code=draft.code, defaults=titles)
    scheme = Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
    check_switch(draft.unit, scheme, pack, _day(draft))
    return scheme


def _day(draft: Draft) -> date:
    if draft.valid_from is None:
        raise ValidationError({"valid_from": _("Say from which day the version shall hold.")})
    return draft.valid_from


def _published(actor: User, draft: Draft, scheme: Scheme, pack: Pack) -> SchemeVersion:
    last = scheme.versions.order_by("number").last()
    before = replaced_by(draft) or draft.based_on
    version = SchemeVersion(
        scheme=scheme,
        number=last.number + 1 if last else 1,
        unit=draft.unit,
        based_on=draft.based_on,
        text=draft.text,
        hash=pack.hash,
        valid_from=_day(draft),
        valid_to=pack.valid_to,
        status=SchemeVersion.Status.PUBLISHED,
        created_by=draft.created_by,
        published_by=actor,
        published_at=timezone.now(),
        note=draft.note,
        changes=[each.as_json() for each in changes_between(before, pack)],
        lint=_report(draft),
    )
    version.full_clean()
    version.save()
    return version


def _report(draft: Draft) -> dict[str, Any]:
    """The analysis as it stands at this moment, with the reasons for which warnings were accepted."""
    return {
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "path": finding.path,
                "line": finding.line,
                "zh": finding.sentence.zh,
                "en": finding.sentence.en,
                "reason": finding.reason,
                "accepted_by": finding.accepted_by,
                "accepted_at": finding.accepted_at,
            }
            for finding in draft_findings(draft)
        ]
    }


def _adopt(actor: User, unit: Unit, scheme: Scheme, day: date) -> None:
    """A unit that does not use the scheme yet, and will not soon, uses it from the version's first day on."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    if not UnitScheme.objects.filter(lasting, unit=unit, scheme=scheme).exists():
        adopt_scheme(actor=actor, unit=unit, scheme=scheme, valid_from=day)
