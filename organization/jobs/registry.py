"""The kinds of long work; a room registers a function under a name."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from organization.jobs.running import Progress
    from organization.models import Job

Runner = Callable[["Job", "Progress"], Any]
_kinds: dict[str, Runner] = {}


def job_kind(name: str) -> Callable[[Runner], Runner]:
    """Register a function ``(job, progress) -> JSON-ready outcome or None`` as a kind of job."""

    def register(runner: Runner) -> Runner:
        if name in _kinds and _kinds[name] is not runner:
            raise ValueError(f"job kind registered twice: {name}")
        _kinds[name] = runner
        return runner

    return register


def runner_of(name: str) -> Runner:
    """The function of a kind; KeyError for one that nobody registered."""
    return _kinds[name]
