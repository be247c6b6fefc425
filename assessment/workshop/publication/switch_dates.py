"""From which day a new version may hold: never for a period that is open or was open; and which periods will use it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.models import Period, Scheme, SchemeVersion
from assessment.models.periods import period_title
from assessment.rules import PeriodKey
from assessment.rules import Scheme as Pack
from assessment.schemes.install_schemes import version_in_force
from foundation.dates import day as written
from organization.models import Unit


@dataclass(frozen=True)
class Use:
    """What a new version means for the periods of one cadence.

    ``first`` is the first period that will use it (None: it ends before one begins), ``kept`` the period before that
    is not open yet and will still take ``kept_version``, the one in force on its first day (None: there is none).
    """

    cadence: str
    part: str
    first: str | None
    kept: str | None = None
    kept_version: SchemeVersion | None = None


def last_opened(unit: Unit, scheme: Scheme) -> Period | None:
    """The opened period of the scheme that ends last, in whatever state it is now."""
    return (
        Period.objects.filter(unit=unit, scheme=scheme).select_related("version").order_by("ends_on").last()
    )


def earliest_day(unit: Unit, scheme: Scheme | None, pack: Pack) -> date:
    """The first day from which a new version of the pack may hold for the unit."""
    last = last_opened(unit, scheme) if scheme is not None else None
    return max(pack.valid_from, last.ends_on + timedelta(days=1)) if last else pack.valid_from


def check_switch(unit: Unit, scheme: Scheme | None, pack: Pack, day: date) -> None:
    """Refuse a day on which a new version would reach into a period that keeps the version it was opened with.

    Raises ValidationError with the period's title, the reason and the earliest possible day; also for a day outside the
    pack's own validity.
    """
    earliest = earliest_day(unit, scheme, pack)
    if pack.valid_to is not None and pack.valid_to < max(day, earliest):
        raise ValidationError(
            _("The pack itself ends on %(day)s.") % {"day": written(pack.valid_to)}, code="pack_ends"
        )
    if day < pack.valid_from:
        raise ValidationError(
            _("The pack itself begins on %(begins)s; the version can hold from %(day)s at the earliest.")
            % {"begins": written(pack.valid_from), "day": written(earliest)},
            code="pack_begins",
        )
    period = last_opened(unit, scheme) if scheme is not None else None
    if period is not None and day <= period.ends_on:
        raise ValidationError(_reason(period, day, earliest), code="period_open")


def _reason(period: Period, day: date, earliest: date) -> str:
    words = {
        "period": period.title,
        "number": period.version.number,
        "ends": written(period.ends_on),
        "day": written(earliest),
    }
    if period.starts_on < day:
        return (
            _(
                "%(period)s lasts until %(ends)s and keeps version %(number)s, with which it was opened: one period is "
                "assessed by one version. The new version can hold from %(day)s at the earliest."
            )
            % words
        )
    return (
        _(
            "%(period)s was already opened with version %(number)s and keeps it. The new version can hold from "
            "%(day)s at the earliest."
        )
        % words
    )


def future_use(unit: Unit, scheme: Scheme | None, pack: Pack, day: date) -> list[Use]:
    """For each cadence of the pack the periods that will use a version that holds from this day on."""
    language = get_language() or "zh-hans"
    return [
        _use(unit, scheme, pack, cadence, part.title.get(language), day)
        for cadence, part in pack.parts.items()
    ]


def _use(unit: Unit, scheme: Scheme | None, pack: Pack, cadence: str, part: str, day: date) -> Use:
    current = PeriodKey.of(cadence, day)  # type: ignore[arg-type]
    first = current if current.first_day == day else current.next()
    reached = pack.valid_to is None or first.first_day <= pack.valid_to
    title = period_title(first.key) if reached else None
    if first == current or _opened(unit, scheme, current):
        return Use(cadence, part, title)
    return Use(cadence, part, title, period_title(current.key), _before(unit, scheme, current))


def _opened(unit: Unit, scheme: Scheme | None, key: PeriodKey) -> bool:
    return Period.objects.filter(unit=unit, scheme=scheme, key=key.key).exists()


def _before(unit: Unit, scheme: Scheme | None, key: PeriodKey) -> SchemeVersion | None:
    """The version that a period which is not open yet will take, None where none is in force on its first day."""
    if scheme is None:
        return None
    try:
        version = version_in_force(scheme, key.first_day, unit)
    except ValidationError:
        return None
    return version if key.cadence in version.rules.parts else None
