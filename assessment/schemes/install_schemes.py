"""Bringing the packs that ship with the system into the database."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Scheme, SchemeVersion, UnitScheme
from assessment.rules import load_scheme
from organization.models import Unit, User
from organization.policy import in_force
from organization.write_audit import log_act


@transaction.atomic
def install_version(*, actor: User | None, text: str, file: str) -> SchemeVersion:
    """Publish a pack as the next version of its scheme; the same pack again returns the version that is there.

    Raises ``rules.PackError`` with every fault and its line when the pack is not valid.
    """
    pack = load_scheme(text, file=file)
    scheme, _created = Scheme.objects.get_or_create(
        code=pack.id, defaults={"title_zh": pack.title.zh, "title_en": pack.title.en}
    )
    known = scheme.versions.filter(hash=pack.hash, unit=None).first()
    if known is not None:
        return known
    last = scheme.versions.order_by("number").last()
    version = SchemeVersion(
        scheme=scheme,
        number=last.number + 1 if last else 1,
        text=text,
        hash=pack.hash,
        valid_from=pack.valid_from,
        valid_to=pack.valid_to,
        status=SchemeVersion.Status.PUBLISHED,
        created_by=actor,
        published_by=actor,
        published_at=timezone.now(),
    )
    version.full_clean()
    version.save()
    log_act(actor=actor, unit=None, action="scheme.install", target=str(version), after={"hash": pack.hash})
    return version


@transaction.atomic
def adopt_scheme(
    *,
    actor: User | None,
    unit: Unit,
    scheme: Scheme,
    valid_from: date,
    settings: Mapping[str, Any] | None = None,
) -> UnitScheme:
    """Let a unit use a scheme from a day on."""
    use = UnitScheme(unit=unit, scheme=scheme, valid_from=valid_from, settings=dict(settings or {}))
    use.full_clean()
    use.save()
    log_act(
        actor=actor,
        unit=unit,
        action="scheme.adopt",
        target=scheme.code,
        after={"from": valid_from, "settings": use.settings},
    )
    return use


def version_in_force(scheme: Scheme, day: date, unit: Unit) -> SchemeVersion:
    """The version that holds for a unit on a day: its own before the shared ones, of these the highest number.

    Another unit's own versions never count. ValidationError where none is in force.
    """
    found = (
        published_for(unit)
        .filter(in_force(day), scheme=scheme)
        .order_by(F("unit").asc(nulls_first=True), "number")
        .last()
    )
    if found is None:
        raise ValidationError(
            _("No published version of %(scheme)s is valid on %(day)s.") % {"scheme": scheme.code, "day": day}
        )
    return found


def published_for(unit: Unit) -> QuerySet[SchemeVersion]:
    """The published versions that a unit may use: the shared ones and its own."""
    return SchemeVersion.objects.filter(Q(unit=None) | Q(unit=unit), status=SchemeVersion.Status.PUBLISHED)
