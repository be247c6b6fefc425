"""Reading decisions: what the leading group gave somebody, and who was passed over."""

from assessment.decisions.pending import subject_of
from assessment.models import DecidedGrade, Decision, Result


def decision_on(result: Result) -> DecidedGrade | None:
    """The grade in force that the leading group gave the person or department."""
    return result.decided.filter(is_active=True).select_related("decision__decided_by").first()


def decisions_passing(result: Result) -> list[Decision]:
    """Decisions in force on seats that the person or department stood for and did not get."""
    subjects = [
        subject_of(result.subject.kind, kind, row["grade"], row["category"])
        for row in result.standing.get("quotas", ())
        if row["verdict"] in ("tie", "dropped")
        for kind in (Decision.Kind.TIE, Decision.Kind.FREE_SEAT)
    ]
    if not subjects:
        return []
    found = Decision.objects.filter(close=result.close_id, subject__in=subjects, revoked_at=None)
    return list(found.exclude(grades__result=result.pk).select_related("decided_by"))
