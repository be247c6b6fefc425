"""The command line of the core: score case files; ``checking`` checks packs. No database, no server."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from .casefile import Case, parse_json, read_case
from .command_output import INVALID, one_line
from .faults import CaseError, Fault, message
from .scheme import Scheme
from .scoring import Scoring
from .subjects import Outcome

_LINT = "--lint"
_LANGUAGE = "--language"


def score(scheme: Scheme, case: Case) -> list[Outcome]:
    """The outcomes of a case, in the order of its people."""
    scoring = Scoring(scheme, case.period, case.settings)
    for subject in case.subjects:
        scoring.add(subject)
    return scoring.finish()


def score_files(
    paths: Sequence[str], schemes: Mapping[str, Scheme], out: TextIO, err: TextIO, *, language: str = "en"
) -> int:
    """Score case files in order, one JSON object a line; faults go to ``err`` in the language.

    Returns the exit code: 0, or 2 when any case is not valid.
    """
    code = 0
    for path in paths:
        printed, faults = score_file(path, schemes, language=language)
        out.write(json.dumps(printed) + "\n")
        for fault in faults:
            err.write(one_line(f"{path}: {fault.path}: {fault.message.text(language)}") + "\n")
        code = INVALID if faults else code
    return code


def score_file(
    path: str, schemes: Mapping[str, Scheme], *, language: str = "en"
) -> tuple[dict[str, Any], list[Fault]]:
    """What ``score`` prints for one file, and its faults."""
    try:
        data = parse_json(Path(path).read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        return _refused(None, [Fault("", message("json_unreadable", problem=str(error)))], language)
    name = data.get("case") if isinstance(data, dict) else None
    try:
        case = read_case(data, schemes)
    except CaseError as error:
        return _refused(name, error.faults, language)
    outcomes = score(case.scheme, case)
    printed: dict[str, Any] = {"case": case.name, "scheme": case.scheme.id, "period": case.period.key}
    for kind, key in (("staff", "staff"), ("department", "departments")):
        found = sorted((o for o in outcomes if o.kind == kind), key=lambda o: o.id)
        if found or key == "staff":
            printed[key] = {outcome.id: outcome.as_dict() for outcome in found}
    return printed, []


def _refused(name: Any, faults: list[Fault], language: str) -> tuple[dict[str, Any], list[Fault]]:
    errors = [{"path": fault.path, "message": fault.message.text(language)} for fault in faults]
    return {"case": name if isinstance(name, str) else None, "errors": errors}, faults


def run(argv: Sequence[str], schemes: Mapping[str, Scheme], out: TextIO, err: TextIO) -> int | None:
    """Run ``score FILE…`` or ``check_pack FILE…`` without Django; None when it is another command.

    Starting the whole project takes longer than scoring: ``manage.py`` asks here first.
    ``--language`` and ``check_pack --lint`` are run here too, further options are not.
    """
    command, arguments = argv[:1], list(argv[1:])
    language = _taken(arguments)
    analysed = command == ["check_pack"] and _LINT in arguments
    if analysed:
        arguments = [argument for argument in arguments if argument != _LINT]
    if not arguments or any(argument.startswith("-") for argument in arguments):
        return None
    if command == ["score"]:
        return score_files(arguments, schemes, out, err, language=language)
    if command != ["check_pack"]:
        return None
    # Scoring does without the analysis of packs and starts sooner.
    from .check_packs import Analysis, check_packs

    return check_packs(arguments, out, err, Analysis() if analysed else None, language=language)


def _taken(arguments: list[str]) -> str:
    """Take a language that is one of the two out of the arguments; English where there is none."""
    place = arguments.index(_LANGUAGE) if _LANGUAGE in arguments else len(arguments)
    if arguments[place + 1 : place + 2] not in (["zh"], ["en"]):
        return "en"
    language = arguments[place + 1]
    del arguments[place : place + 2]
    return language
