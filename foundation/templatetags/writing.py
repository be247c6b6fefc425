"""The filters of the templates that write figures and dates: ``foundation.numbers`` and ``foundation.dates``."""

from django import template

from foundation import dates, numbers

register = template.Library()

for write in (
    numbers.points,
    numbers.signed,
    numbers.tone,
    numbers.change,
    numbers.money,
    numbers.trimmed,
    numbers.percent,
    numbers.share,
    dates.day,
    dates.clock,
    dates.moment,
):
    register.filter(write)
