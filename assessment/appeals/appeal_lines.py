"""Appeals in words: what each is against, how it stands with its deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.appeals.selectors import answer_of
from assessment.ledger.clauses import name_clauses
from assessment.models import Appeal, AppealStep
from foundation.dates import day as written

TONES = {
    Appeal.State.FILED: "warn",
    Appeal.State.ACCEPTED: "info",
    Appeal.State.UPHELD: "ok",
    Appeal.State.REJECTED: "",
    Appeal.State.WITHDRAWN: "",
}


@dataclass(frozen=True)
class AppealLine:
    """An appeal ready to be shown. ``days_left`` is negative once the answer is overdue, None where no day is fixed."""

    appeal: Appeal
    matter: str
    tone: str
    answer: AppealStep | None
    days_left: int | None

    @property
    def is_overdue(self) -> bool:
        """Whether the answer should have been given."""
        return self.appeal.is_open and self.days_left is not None and self.days_left < 0

    @property
    def days_over(self) -> int:
        """How many days ago the answer was due."""
        return max(-(self.days_left or 0), 0)


def lines_of(appeals: Iterable[Appeal], today: date) -> list[AppealLine]:
    """The appeals in the reader's words; no statement for each when they were read ``with_matter``."""
    appeals = list(appeals)
    language = get_language() or "zh-hans"
    named: dict[int, Any] = {}
    for entry in name_clauses([a.entry for a in appeals if a.entry is not None], language):
        named[entry.pk] = entry
    return [
        AppealLine(
            appeal=appeal,
            matter=_matter(appeal, named),
            tone=TONES[Appeal.State(appeal.state)],
            answer=answer_of(appeal),
            days_left=(appeal.answer_due - today).days if appeal.answer_due and appeal.is_open else None,
        )
        for appeal in appeals
    ]


def clause_number(clause: str) -> str:
    """A clause's number as the document has it; empty where its id is only a word of the pack."""
    return clause if any(letter.isdigit() for letter in clause) else ""


def _matter(appeal: Appeal, named: dict[int, Any]) -> str:
    if appeal.entry is not None:
        entry = named[appeal.entry.pk]
        title = entry.line.title if entry.line is not None else ""
        words = (written(entry.occurred_on, "md"), clause_number(entry.clause), title)
        return " ".join(word for word in words if word)
    assert appeal.result is not None
    return _("Result of revision %(revision)s") % {"revision": appeal.result.close.revision}
