"""Naming a period on the command line."""

from assessment.models import Period


def period_named(name: str) -> Period:
    """The period of an id or of ``unit:scheme:key`` (``minzheng:shufu-50:2026-04``); ValueError when there is none."""
    periods = Period.objects.select_related("unit", "scheme", "version", "current_close")
    if name.isdecimal():
        found = periods.filter(pk=int(name)).first()
    else:
        unit, _colon, rest = name.partition(":")
        scheme, _colon, key = rest.partition(":")
        found = periods.filter(unit__code=unit, scheme__code=scheme, key=key).first()
    if found is None:
        raise ValueError(f"no period {name}; write its id or unit:scheme:key")
    return found
