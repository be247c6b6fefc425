"""Which tests stay together when several workers run them: those of a module that builds something large for all its tests.

A plug-in of the test run. pytest-xdist 3.8 hands the groups of ``xdist_group`` over in the names of the tests, which
pytest 9.2 no longer lets it change: the groups came to nothing, and the demo was built by every worker.
"""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

MODULES = ("tests/demo/test_demo.py",)


class ByTestOrModule(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist has no types
    """Each test goes to whoever is free; these modules go to one worker each, as the first of all."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.split("::", 1)[0]
        return module if module in MODULES else nodeid


def pytest_xdist_make_scheduler(config: Any, log: Any) -> ByTestOrModule:
    """How the tests are handed out."""
    return ByTestOrModule(config, log)
