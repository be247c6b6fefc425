"""What is wrong with a draft: faults of loading, or what the analysis found, with the reasons given for warnings."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from assessment.models import Draft
from assessment.rules import PackError, PackFault, Scheme, Text, load_scheme
from assessment.rules.lint import Context, Finding, lint
from organization.models import Unit
from organization.selectors import staff_on


@dataclass(frozen=True, slots=True)
class DraftFinding:
    """One finding of a draft; ``severity`` is ``error`` or ``warning``, ``reason`` why a warning was accepted.

    ``key`` stays the same as long as the finding is the same; line and column count from 1.
    """

    code: str
    severity: str
    path: str
    line: int
    column: int
    sentence: Text
    suggestion: Text | None
    key: str
    reason: str = ""
    accepted_by: str = ""
    accepted_at: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way of publication."""
        return self.severity == "error" or (self.severity == "warning" and not self.reason)


def draft_findings(draft: Draft) -> list[DraftFinding]:
    """Everything found in the draft's text, in the order of the text; the faults alone when it cannot be loaded."""
    try:
        scheme = load_scheme(draft.text, file=draft.code)
    except PackError as error:
        return [_from_fault(fault) for fault in error.faults]
    found = lint(scheme, draft.text, file=draft.code, context=context_of(draft.unit, scheme))
    findings = [_from_lint(finding, draft) for finding in found]
    return [*_other_id(draft, scheme), *findings]


def open_findings(draft: Draft) -> list[DraftFinding]:
    """What stands in the way of publication: errors, and warnings that nobody accepted with a reason."""
    return [finding for finding in draft_findings(draft) if finding.is_open]


def context_of(unit: Unit, scheme: Scheme) -> Context:
    """What the analysis may know of the unit: people in each category today, and the figures that can be stated.

    Every figure that the scheme names for people can be entered by hand on the page of figures; rooms only add to that.
    """
    today = timezone.localdate()
    counted = staff_on(unit, today).order_by().values_list("category").annotate(Count("pk"))
    sizes = {category: number for category, number in counted if category in scheme.categories}
    provided: dict[str, frozenset[str]] = {
        cadence: frozenset(part.facts) for cadence, part in scheme.parts.items()
    }
    return Context(sizes=sizes, provided=provided)


def _from_fault(fault: PackFault) -> DraftFinding:
    return DraftFinding(
        code="pack",
        severity="error",
        path=fault.path,
        line=fault.line,
        column=fault.column,
        sentence=Text(zh=fault.message.text("zh"), en=fault.message.text("en")),
        suggestion=None,
        key=f"pack:{fault.path}:{fault.message}",
    )


def _from_lint(finding: Finding, draft: Draft) -> DraftFinding:
    accepted = draft.accepted.get(finding.key, {}) if finding.severity == "warning" else {}
    return DraftFinding(
        code=finding.code,
        severity=finding.severity,
        path=finding.path,
        line=finding.line,
        column=finding.column,
        sentence=finding.sentence,
        suggestion=finding.suggestion,
        key=finding.key,
        reason=accepted.get("reason", ""),
        accepted_by=accepted.get("by", ""),
        accepted_at=accepted.get("at", ""),
    )


def _other_id(draft: Draft, scheme: Scheme) -> list[DraftFinding]:
    """The pack states another id than the draft was begun for: it would become another scheme unawares."""
    if scheme.id == draft.code:
        return []
    finding = DraftFinding(
        code="other_id",
        severity="error",
        path="id",
        line=1 + draft.text[: draft.text.find("id:")].count("\n"),
        column=1,
        sentence=Text(
            zh=f"方案编号为“{scheme.id}”，而本草案是为“{draft.code}”编制的。",
            en=f"The pack has the id “{scheme.id}”, but the draft was begun for “{draft.code}”.",
        ),
        suggestion=Text(
            zh=f"将编号改回“{draft.code}”；另立方案请在方案库中复制为新方案。",
            en=f"Write the id “{draft.code}” again; for a scheme of its own, copy it under a new id in the library.",
        ),
        key="other_id",
    )
    return [finding]
