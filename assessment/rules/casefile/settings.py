"""The settings of a case."""

from decimal import Decimal

from assessment.rules.numbers import plain
from assessment.rules.scheme import Scheme

from .values import JsonLocation


def read_settings(place: JsonLocation, scheme: Scheme) -> dict[str, Decimal]:
    """The overridden figures of the scheme's settings; what is faulty is noted and left out."""
    settings = place.object("settings")
    read: dict[str, Decimal] = {}
    for name in settings.data:
        if name not in scheme.settings:
            settings.fault(name, "no_setting", name=name, known=tuple(scheme.settings))
            continue
        figure = settings.figure(name)
        top = Decimal(100) if scheme.settings[name].type == "percent" else None
        if figure is not None and figure < 0:
            settings.fault(name, "below", figure=plain(figure), bound="0")
        elif figure is not None and top is not None and figure > top:
            settings.fault(name, "over", figure=plain(figure), bound="100")
        elif figure is not None:
            read[name] = figure
    return read
