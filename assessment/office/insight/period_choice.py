"""Which period is looked at, and its words."""

from dataclasses import dataclass

from django.http import Http404

from assessment.models import Close, Period
from assessment.office.insight.scope import Scope, scope_of
from assessment.results.subject_rows import Words, words_of
from foundation.ids import row_id
from organization.policy import Access


@dataclass(frozen=True)
class Look:
    """A closed period as one login may see it in sum. ``period`` is None before the first one is closed."""

    scope: Scope
    periods: list[Period]
    period: Period | None

    @property
    def close(self) -> Close:
        """The close that counts."""
        assert self.period is not None
        assert self.period.current_close is not None
        close = self.period.current_close
        close.period = self.period
        return close

    @property
    def words(self) -> Words:
        """The scheme's words."""
        return words_of(self.close)


def look(access: Access, asked: str | None) -> Look:
    """What the login looks at: the period asked for, else the last one. Http404 where it sees nothing of it."""
    scope = scope_of(access)
    if scope is None:
        raise Http404
    periods = list(scope.periods())
    if not asked:
        return Look(scope, periods, periods[0] if periods else None)
    period = next((each for each in periods if each.pk == row_id(asked)), None)
    if period is None:
        raise Http404
    return Look(scope, periods, period)
