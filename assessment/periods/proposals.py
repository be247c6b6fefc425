"""Which periods could be opened next."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from assessment.models import Period, Scheme, UnitScheme
from assessment.models.periods import period_title
from assessment.rules import PeriodKey
from assessment.schemes.install_schemes import version_in_force
from organization.models import Unit
from organization.policy import in_force


@dataclass(frozen=True)
class Proposal:
    """A period that the unit may open next."""

    scheme: Scheme
    key: str
    starts_on: date

    @property
    def title(self) -> str:
        """The period in the reader's words."""
        return period_title(self.key)


def proposals(unit: Unit, today: date) -> list[Proposal]:
    """For each cadence of each scheme in use the period after the last one; without any, the one of today.

    A period that begins more than a month from today is not proposed yet.
    """
    found = []
    uses = (
        UnitScheme.objects.filter(in_force(today), unit=unit)
        .select_related("scheme")
        .order_by("scheme__code")
    )
    for use in uses:
        try:
            scheme = version_in_force(use.scheme, today, unit).rules
        except ValidationError:
            continue
        for cadence in scheme.parts:
            last = (
                Period.objects.filter(unit=unit, scheme=use.scheme, cadence=cadence)
                .order_by("ends_on")
                .last()
            )
            key = PeriodKey.parse(last.key).next() if last else PeriodKey.of(cadence, today)
            if (key.first_day - today).days <= 31:
                found.append(Proposal(use.scheme, key.key, key.first_day))
    return sorted(found, key=lambda each: (each.starts_on, len(each.key)))
