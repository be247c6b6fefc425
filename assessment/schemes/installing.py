"""Bringing the packs that ship with the system into the database."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Scheme, SchemeVersion, UnitScheme
from assessment.rules import load_scheme
from organization.audit import log_act
from organization.models import Unit, User


@transaction.atomic
def install_version(*, actor: User | None, text: str, file: str) -> SchemeVersion:
    """Publish a pack as the next version of its scheme; the same pack again returns the version that is there.

    Raises ``rules.PackError`` with every fault and its line when the pack is not valid.
    """
    pack = load_scheme(text, file=file)
    scheme, _created = Scheme.objects.get_or_create(
        code=pack.id, defaults={"title_zh": pack.title.zh, "title_en": pack.title.en}
    )
    known = scheme.versions.filter(hash=pack.hash).first()
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


def version_in_force(scheme: Scheme, day: date) -> SchemeVersion:
    """The published version valid on a day, the highest number where several are; ValidationError where none is."""
    found = (
        scheme.versions.filter(status=SchemeVersion.Status.PUBLISHED, valid_from__lte=day)
        .exclude(valid_to__lt=day)
        .order_by("number")
        .last()
    )
    if found is None:
        raise ValidationError(
            _("No published version of %(scheme)s is valid on %(day)s.") % {"scheme": scheme.code, "day": day}
        )
    return found
