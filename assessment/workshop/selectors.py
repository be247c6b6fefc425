"""Drafts and versions, scoped to the asker: a draft belongs to a unit, and only those who draft or approve there see it."""

from django.db.models import QuerySet
from django.http import Http404

from assessment.models import Draft, SchemeVersion
from assessment.policy import Action
from organization.models import Unit
from organization.policy import Access


def drafts_of(access: Access) -> QuerySet[Draft]:
    """Every draft of the unit in whatever state, last saved first; none for those who neither draft nor approve."""
    if not (access.can(Action.DRAFT_SCHEMES) or access.can(Action.APPROVE_SCHEMES)):
        return Draft.objects.none()
    drafts = Draft.objects.filter(unit=access.unit).order_by("-saved_at", "-pk")
    return drafts.select_related("unit", "based_on__scheme", "version__scheme", "saved_by", "created_by")


def draft_or_404(access: Access, draft_id: int) -> Draft:
    """A draft that the asker may see; Http404 otherwise."""
    draft = drafts_of(access).filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    return draft


def latest_version(unit: Unit, code: str) -> SchemeVersion | None:
    """The newest version of a scheme that the unit may see, None where there is none."""
    return visible_versions(unit).filter(scheme__code=code).order_by("number").last()


def visible_versions(unit: Unit) -> QuerySet[SchemeVersion]:
    """Published versions that every unit shares, and the unit's own."""
    shared = SchemeVersion.objects.filter(unit__isnull=True) | SchemeVersion.objects.filter(unit=unit)
    return shared.exclude(status=SchemeVersion.Status.DRAFT).select_related("scheme", "published_by")


def version_or_404(access: Access, version_id: int) -> SchemeVersion:
    """A version that the asker's unit may see; Http404 otherwise."""
    version = visible_versions(access.unit).filter(pk=version_id).first()
    if version is None:
        raise Http404
    return version
