"""Results that are computed and not stored: those of a preview, and those of a period that still runs."""

from assessment.facts.subjects import Snapshot
from assessment.models import Close, Result
from assessment.rules import Outcome, Subject, facts_of


def unstored_result(
    close: Close, named: Snapshot, outcome: Outcome, subject: Subject | None = None
) -> Result:
    """The outcome of a person or department as a row with ``final_grade`` and ``final_bonus``.

    ``subject`` gives it facts, for what looks back on earlier periods.
    """
    is_department = named.subject.is_department
    row = Result(
        close=close,
        **named.subject.columns,
        number=named.number,
        name=named.name,
        department_id_then=None if is_department else named.department_id,
        department_name="" if is_department else named.department,
        category=named.category,
        status=outcome.status,
        score=outcome.score,
        grade=outcome.grade,
        ceiling=outcome.ceiling,
        bonus=outcome.bonus,
        items={item: str(value) for item, value in outcome.items.items()},
        gates=outcome.gates,
        flags=outcome.flags,
        shares=outcome.shares,
        standing=outcome.standing,
        facts=facts_of(subject) if subject is not None else {},
    )
    row.final_grade, row.final_bonus = outcome.grade, outcome.bonus  # type: ignore[attr-defined]  # as the selectors annotate it
    return row
