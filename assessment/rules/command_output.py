"""What the commands of the core share: the code of a refusal, and faults on one line each."""

import re

INVALID = 2


def one_line(text: str) -> str:
    """A key of the case may hold a line break; a fault is one line all the same."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", lambda found: repr(found[0])[1:-1], text)
