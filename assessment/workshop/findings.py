"""What is wrong with a draft: faults of loading, or what the analysis found, with the reasons given for warnings."""

from dataclasses import dataclass

from assessment.models import Draft
from assessment.rules import PackError, PackFault, Text, load_scheme


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

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way of publication."""
        return self.severity == "error" or (self.severity == "warning" and not self.reason)


def draft_findings(draft: Draft) -> list[DraftFinding]:
    """Everything found in the draft's text, in the order of the text; the faults alone when it cannot be loaded."""
    try:
        load_scheme(draft.text, file=draft.code)
    except PackError as error:
        return [_from_fault(fault) for fault in error.faults]
    return []


def open_findings(draft: Draft) -> list[DraftFinding]:
    """What stands in the way of publication: errors, and warnings that nobody accepted with a reason."""
    return [finding for finding in draft_findings(draft) if finding.is_open]


def _from_fault(fault: PackFault) -> DraftFinding:
    return DraftFinding(
        code="pack",
        severity="error",
        path=fault.path,
        line=fault.line,
        column=fault.column,
        sentence=Text(zh=fault.message, en=fault.message),
        suggestion=None,
        key=f"pack:{fault.path}:{fault.message}",
    )
