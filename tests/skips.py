"""How long the run took, what was skipped and why; with ``REQUIRE_SERVICES=1`` nothing may be skipped.

A plug-in of the test run (``pytest_plugins`` in ``tests/conftest.py``). A test or a module that is skipped, for whatever
reason, fails when services are required: what should have run did not.
"""

import os
import time
from collections import Counter
from collections.abc import Generator
from typing import TypeVar

import pytest

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
_begun = pytest.StashKey[float]()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """The time counts from here, collection included."""
    session.config.stash[_begun] = time.perf_counter()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test fails when nothing may be skipped."""
    return _refused((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A module that skips itself fails when nothing may be skipped."""
    return _refused((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Generator[None, None, None]:
    """The last words before pytest's own closing line."""
    yield
    took = round(time.perf_counter() - config.stash[_begun])
    terminalreporter.section("time and skipped tests")
    terminalreporter.write_line(f"took {took // 60} min {took % 60:02} s")
    for line in skipped_lines(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(line)


def skipped_lines(reports: list[pytest.TestReport | pytest.CollectReport]) -> list[str]:
    """Each reason with its number of tests, and under it the files with theirs."""
    if not reports:
        return ["nothing was skipped"]
    files: dict[str, Counter[str]] = {}
    for report in reports:
        files.setdefault(reason_of(report), Counter())[report.nodeid.partition("::")[0]] += 1
    lines = [f"skipped: {len(reports)}"]
    for reason, counted in sorted(files.items()):
        lines.append(f"  {counted.total()} because: {reason}")
        lines += [f"      {count} of {file}" for file, count in sorted(counted.items())]
    return lines


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why it was skipped, as the test said it."""
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")


def _refused(report: Report) -> Report:
    # An expected failure is reported as skipped as well; it did run.
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("REQUIRE_SERVICES") == "1":
        report.longrepr = f"REQUIRE_SERVICES=1, but this was skipped: {reason_of(report)}"
        report.outcome = "failed"
    return report
