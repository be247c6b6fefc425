"""Fixtures of results: a month of the bureau that is really closed."""

from tests.closing.conftest import close, enter, october  # noqa: F401
