"""Packs checked from the command line: are they valid, and what does the analysis find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from .command_output import INVALID, one_line
from .faults import PackError, PackFault, message
from .lint import Context, Finding, lint
from .loader import load_scheme

FOUND_ERRORS = 1


@dataclass(frozen=True, slots=True)
class Analysis:
    """How the analysis of packs is asked for: people by category."""

    sizes: Mapping[str, int] = field(default_factory=dict)


def check_packs(
    paths: Sequence[str],
    out: TextIO,
    err: TextIO,
    analysis: Analysis | None = None,
    *,
    language: str = "en",
) -> int:
    """Check pack files: ``FILE: ok id hash``, or a line for each fault; then, where asked for, the findings.

    Faults and findings are told in the language, ``zh`` or ``en``.

    Returns 0; 1 when a valid pack has a finding that is an error; 2 when a pack is not valid.
    """
    code = 0
    for path in paths:
        try:
            text = Path(path).read_text(encoding="utf-8")
            scheme = load_scheme(text, file=path)
        except PackError as error:
            err.write("".join(f"{fault.text(language)}\n" for fault in error.faults))
            code = INVALID
        except (OSError, UnicodeDecodeError) as error:
            fault = PackFault(path, 1, 1, "", message("file_unreadable", problem=str(error)))
            err.write(f"{fault.text(language)}\n")
            code = INVALID
        else:
            out.write(f"{path}: ok {scheme.id} {scheme.hash}\n")
            if analysis is not None:
                findings = lint(scheme, text, file=path, context=Context(sizes=analysis.sizes))
                for finding in findings:
                    out.write(_told(path, finding, language))
                wrong = any(finding.severity == "error" for finding in findings)
                code = max(code, FOUND_ERRORS if wrong else 0)
    return code


def _told(path: str, finding: Finding, language: str) -> str:
    """``FILE:LINE:COLUMN: severity code: path: sentence suggestion``, on one line."""
    place = f"{path}:{finding.line}:{finding.column}: {finding.severity} {finding.code}: {finding.path}"
    said = f"{finding.sentence.get(language)} {finding.suggestion.get(language)}"
    return one_line(f"{place}: {said}") + "\n"
