"""Ids of rows as they come in forms and addresses."""

LONGEST = 18  # digits; every such number fits a 64-bit column


def row_id(text: object) -> int | None:
    """The id that a text is, or None; other scripts' digits and endless ones are none."""
    typed = str(text)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST else None
