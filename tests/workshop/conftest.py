"""Fixtures of the workshop's tests: a month of the bureau that was really closed."""

from tests.mine.conftest import october  # noqa: F401
