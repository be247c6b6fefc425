"""The kinds of long work; a room registers a function under a name."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from organization.jobs.report_progress import Progress
from organization.models import Job

Runner = Callable[[Job, Progress], Any]
_kinds: dict[str, Runner] = {}
_titles: dict[str, Any] = {}


def job_kind(name: str, title: Any = "") -> Callable[[Runner], Runner]:
    """Register a function ``(job, progress) -> JSON-ready outcome or None`` as a kind of job.

    ``title`` (lazily translated) heads the job's page. Of an outcome that is a dict the page shows ``text`` as a
    sentence and links to ``url``, under ``label`` if there is one.
    """

    def register(runner: Runner) -> Runner:
        if name in _kinds and _kinds[name] is not runner:
            raise ValueError(f"job kind registered twice: {name}")
        _kinds[name] = runner
        _titles[name] = title
        return runner

    return register


def runner_of(name: str) -> Runner:
    """The function of a kind; KeyError for one that nobody registered."""
    return _kinds[name]


def title_of_kind(name: str) -> str:
    """What the page of a job of this kind is headed with."""
    return str(_titles.get(name) or _("Work in progress"))
