"""考核评定表 on paper: one A4 page a person, in both languages, however much was recorded."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser
from pytest_django import Settings

from assessment.models import Period
from assessment.rules import Entry, Past, Rating
from organization.models import User
from tests.cast import House
from tests.exports.test_form import busy, url
from tests.mine.conftest import result
from tests.periods.houses import closed, rated


@pytest.fixture(autouse=True)
def _now(clock: time_machine.Traveller) -> None:
    """Every test here begins on Friday, 20 November 2026."""


def pages(launched: Browser, html: str, static: str) -> int:
    """How many A4 pages Chromium prints of a page; its style sheets are put inside, nothing is fetched."""
    page = launched.new_page()
    sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"?]+)"', html)
    styles = "".join(f"<style>{(Path(static) / name).read_text('utf-8')}</style>" for name in sheets)
    page.set_content(
        re.sub(r"<script.*?</script>|<link[^>]+>", "", html).replace("</head>", styles + "</head>")
    )
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    assert re.search(rb"/MediaBox ?\[0 0 59[45][.\d]* 84[12][.\d]*\]", pdf), "not A4 upright"
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def _many_duties(house: House) -> Period:
    raters = [str(person.pk) for person in house.people.values()]
    duties = ["routine.section", "routine.community", "key.1", "key.2"]
    ratings = [Rating(f"{duty}{r}", duty, r, Decimal("18.5")) for duty in duties for r in raters[:3]]
    ratings += [Rating(f"l{r}", "leaders", r, Decimal("91.3")) for r in raters]
    entries = [Entry(n, "merit", date(2026, 8, 3), Decimal(1), Decimal("-0.25")) for n in range(60)]
    facts = {
        "duties": duties,
        "ratings": ratings,
        "entries": entries,
        "facts": {"late": Decimal(3), "leave_days": Decimal(20), "absent_days": Decimal("2.5")},
    }
    return closed(house, "2026-Q3", {"ma": facts}, rated("60", "70"))


def past_months() -> Any:
    return [Past(f"2026-{month:02}", Decimal("49.50")) for month in range(1, 13)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_form_is_one_a4_page_even_for_somebody_with_everything(
    bureau: House,
    street: House,
    login: Callable[[User], Client],
    browser: Browser,
    language: str,
    settings: Settings,
) -> None:
    User.objects.update(language=language)
    static = settings.STATICFILES_DIRS[0]
    month, quarter = busy(bureau), _many_duties(street)
    year = closed(bureau, "2026", {}, {"history": past_months()})
    for house, hr, period, who in [
        (bureau, "sun", month, "li"),
        (bureau, "sun", month, "zhao"),
        (street, "fang", quarter, "ma"),
        (street, "fang", quarter, "xu"),
        (bureau, "sun", year, "li"),
    ]:
        body = login(house.user(hr)).get(url(house, result(period, house, who))).content.decode()
        assert pages(browser, body, static) == 1, (period.key, who, language)


def test_the_forms_of_a_department_are_one_page_each(
    bureau: House, login: Callable[[User], Client], browser: Browser, settings: Settings
) -> None:
    period = busy(bureau)
    body = login(bureau.user("sun")).get(f"/u/minzheng/exports/{period.pk}/forms/?department=社会救助科")
    assert body.content.decode().count('class="card form-a4"') == 4
    assert pages(browser, body.content.decode(), settings.STATICFILES_DIRS[0]) == 4
