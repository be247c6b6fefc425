"""The categories of people that a unit's schemes know, for the roster."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from assessment.schemes.install_schemes import published_for
from organization.models import Unit


def categories_in_use(unit: Unit) -> dict[str, str]:
    """Code and title (in the active language) of every category of the schemes that the unit uses today."""
    today = timezone.localdate()
    in_use = Q(scheme__uses__valid_to__isnull=True) | Q(scheme__uses__valid_to__gte=today)
    versions = published_for(unit).filter(in_use, scheme__uses__unit=unit)
    language = get_language() or "zh-hans"
    found: dict[str, str] = {}
    for version in versions.distinct().order_by("number"):
        for code, title in version.rules.categories.items():
            found[code] = title.get(language)
    return found
