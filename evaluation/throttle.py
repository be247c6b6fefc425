"""Codes cannot be guessed at leisure: an address that names too many wrong ones has to wait.

Only wrong codes are counted, in the cache and by the hash of the address; a right one leaves no trace at all.
"""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from organization.client_address import client_address

MOST_WRONG = 10
WAIT_SECONDS = 15 * 60


def must_wait(request: HttpRequest) -> bool:
    """Whether the address has named too many wrong codes of late."""
    return int(cache.get(_key(request), 0)) >= MOST_WRONG


def count_wrong(request: HttpRequest) -> None:
    """Count a wrong code of the address; the first of a series begins the wait."""
    key = _key(request)
    if not cache.add(key, 1, WAIT_SECONDS):
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two
            cache.add(key, 1, WAIT_SECONDS)


def _key(request: HttpRequest) -> str:
    return f"ballot-wrong-{hashlib.sha256(client_address(request).encode()).hexdigest()[:32]}"
