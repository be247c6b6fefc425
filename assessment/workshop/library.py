"""What stands in the library of a unit: schemes with their versions, who uses them, drafts in the making."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from assessment.models import Draft, Period, Scheme, SchemeVersion, UnitScheme
from assessment.workshop.selectors import drafts_of, visible_versions
from organization.models import Unit
from organization.policy import Access, in_force


@dataclass
class ShelvedVersion:
    """A version as it stands in the library; ``periods`` how many of the unit's were opened with it."""

    version: SchemeVersion
    is_current: bool
    periods: int = 0


@dataclass
class ShelvedScheme:
    """A scheme: its versions from the newest on, the unit's own uses, how many other units use it today."""

    scheme: Scheme
    versions: list[ShelvedVersion]
    uses: list[UnitScheme] = field(default_factory=list)
    others: int = 0
    drafts: list[Draft] = field(default_factory=list)


@dataclass(frozen=True)
class Library:
    """Everything on the page: schemes in use first, drafts of no scheme that is there, drafts set aside."""

    schemes: list[ShelvedScheme]
    drafts: list[Draft]
    discarded: list[Draft]


def library(access: Access) -> Library:
    """The library of the asker's unit; the number of statements does not grow with it."""
    unit, today = access.unit, access.on
    shelves = _shelves(unit, today)
    drafts = list(drafts_of(access))
    working = [d for d in drafts if d.state in (Draft.State.EDITING, Draft.State.PROPOSED)]
    for shelf in shelves:
        shelf.drafts = [draft for draft in working if draft.code == shelf.scheme.code]
    ordered = sorted(shelves, key=lambda shelf: (not shelf.uses, shelf.scheme.code))
    discarded = [draft for draft in drafts if draft.state == Draft.State.DISCARDED]
    return Library(ordered, working, discarded)


def _shelves(unit: Unit, today: date) -> list[ShelvedScheme]:
    versions: dict[int, list[SchemeVersion]] = {}
    for version in visible_versions(unit).select_related("unit").order_by("-number"):
        versions.setdefault(version.scheme_id, []).append(version)
    uses = _uses(unit, versions)
    others = dict(
        UnitScheme.objects.filter(in_force(today), scheme_id__in=versions)
        .exclude(unit=unit)
        .values_list("scheme_id")
        .annotate(Count("unit", distinct=True))
    )
    periods = _periods(unit)
    return [
        ShelvedScheme(
            scheme=found[0].scheme,
            versions=_shelved(found, periods, today),
            uses=uses.get(scheme_id, []),
            others=others.get(scheme_id, 0),
        )
        for scheme_id, found in versions.items()
    ]


def _uses(unit: Unit, schemes: Iterable[int]) -> dict[int, list[UnitScheme]]:
    found: dict[int, list[UnitScheme]] = {}
    for use in UnitScheme.objects.filter(unit=unit, scheme_id__in=schemes).order_by("valid_from"):
        found.setdefault(use.scheme_id, []).append(use)
    return found


def _periods(unit: Unit) -> dict[int, int]:
    """Version → how many periods of the unit were opened with it."""
    rows = Period.objects.filter(unit=unit).values_list("version_id")
    return dict(rows.annotate(Count("pk")))


def _shelved(versions: list[SchemeVersion], periods: dict[int, int], today: date) -> list[ShelvedVersion]:
    """The versions of one scheme, newest first; current is the one that a period opened today would take."""
    valid = [v for v in versions if _holds(v, today)]
    current = max(valid, key=lambda v: (v.unit_id is not None, v.number), default=None)
    return [
        ShelvedVersion(
            version=version,
            is_current=version is current,
            periods=periods.get(version.pk, 0),
        )
        for version in versions
    ]


def _holds(version: SchemeVersion, day: date) -> bool:
    published = version.status == SchemeVersion.Status.PUBLISHED
    return published and version.valid_from <= day and (version.valid_to is None or version.valid_to >= day)
