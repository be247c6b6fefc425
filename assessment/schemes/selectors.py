"""Which versions of which schemes a unit reads, and what goes with them on the page."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.models import Scheme, SchemeVersion, UnitScheme
from assessment.schemes.install_schemes import published_for
from organization.models import Unit
from organization.policy import in_force


@dataclass(frozen=True)
class Changes:
    """The changes of one part as they were stored with a version, in the reader's language."""

    title: str
    sentences: list[tuple[str, str]]


def versions_read_in(unit: Unit) -> QuerySet[SchemeVersion]:
    """The versions that the unit's periods were opened with, or that are published for a scheme it uses; newest first.

    Another unit's own versions are not among them.
    """
    used = published_for(unit).filter(scheme__uses__unit=unit)
    kept = SchemeVersion.objects.filter(periods__unit=unit)
    return (used | kept).select_related("scheme").distinct().order_by("scheme__code", "-number")


def settings_in(unit: Unit, scheme: Scheme, day: date) -> dict[str, Decimal]:
    """The figures that the unit set for itself, as they hold on a day."""
    use = UnitScheme.objects.filter(in_force(day), unit=unit, scheme=scheme).order_by("valid_from").last()
    return {name: Decimal(str(value)) for name, value in (use.settings if use else {}).items()}


def changes_of(version: SchemeVersion, language: str) -> list[Changes]:
    """What changed with a version, part by part, as it was put into words when it was published."""
    short = "zh" if language.startswith("zh") else "en"
    groups: dict[str, Changes] = {}
    for change in version.changes:
        title = change["group"][short]
        groups.setdefault(title, Changes(title, [])).sentences.append((change["kind"], change[short]))
    return list(groups.values())


def accepted_warnings(version: SchemeVersion, language: str) -> list[dict[str, str]]:
    """The warnings of the analysis that stood when the version was published, and why they were accepted, by whom."""
    short = "zh" if language.startswith("zh") else "en"
    return [
        {"sentence": each[short], "reason": each["reason"], "by": each["accepted_by"]}
        for each in version.lint.get("findings", [])
        if each["severity"] == "warning"
    ]


def about(version: SchemeVersion) -> list[tuple[str, str]]:
    """What stands below the title of the document: version and days in force."""
    valid: Any = _("from %(day)s") % {"day": date_format(version.valid_from, "Y-m-d")}
    if version.valid_to is not None:
        words = {"first": f"{version.valid_from:%Y-%m-%d}", "last": f"{version.valid_to:%Y-%m-%d}"}
        valid = _("%(first)s to %(last)s") % words
    return [
        (_("Version"), f"{version.number} · {version.hash[:12]}"),
        (_("In force"), valid),
    ]


def validity_status(version: SchemeVersion, day: date) -> tuple[str, str]:
    """Whether a version holds on a day, in words, and the tone of its tag."""
    if version.status != SchemeVersion.Status.PUBLISHED:
        return version.get_status_display(), ""
    if version.valid_from > day:
        return _("not yet in force"), "warn"
    if version.valid_to is not None and version.valid_to < day:
        return _("no longer in force"), ""
    return version.get_status_display(), "ok"
