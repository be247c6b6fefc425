"""考核评定表: one A4 page a person, in both languages, however much was recorded."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from assessment.models import Period
from assessment.rules import Entry, Rating
from organization.models import AuditEvent, User
from tests.browser.conftest import _playwright, browser  # noqa: F401
from tests.cast import build_outsiders
from tests.mine.conftest import result
from tests.periods.houses import closed, rated


def url(house, row) -> str:
    return f"/u/{house.unit.code}/results/{row.pk}/form/"


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


def _busy(house) -> Period:
    """Everything at once: forty matters with long titles, a decision pending, every item in use."""
    from assessment.schemes.compiled import compiled

    clauses = list(compiled(house.scheme.versions.get()).part("month").clauses)
    entries = [
        Entry(n, clause, date(2026, 10, 1 + n % 28), Decimal(3)) for n, clause in enumerate(clauses * 2)
    ]
    return closed(house, "2026-10", {"li": {"entries": entries}})


def _many_duties(house) -> Period:
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


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_form_is_one_a4_page_even_for_somebody_with_everything(
    bureau,
    street,
    login,
    browser,  # noqa: F811
    language,
    settings,
):
    User.objects.update(language=language)
    static = settings.STATICFILES_DIRS[0]
    month, quarter = _busy(bureau), _many_duties(street)
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


@pytest.mark.browser
def test_the_forms_of_a_department_are_one_page_each(bureau, login, browser, settings):  # noqa: F811
    period = _busy(bureau)
    body = login(bureau.user("sun")).get(f"/u/minzheng/exports/{period.pk}/forms/?department=社会救助科")
    assert body.content.decode().count('class="card form-a4"') == 4
    assert pages(browser, body.content.decode(), settings.STATICFILES_DIRS[0]) == 4


def past_months():
    from assessment.rules import Past

    return [Past(f"2026-{month:02}", Decimal("49.50")) for month in range(1, 13)]


def test_it_carries_the_office_s_fields_the_figures_and_the_places_to_sign(street, quarter, login):
    own = result(quarter, street, "chen")
    body = login(street.user("fang")).get(url(street, own)).content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))
    for said in [
        "季度考核评定表",
        "姓名",
        "陈立新",
        "工号",
        "2007",
        "科室",
        "城管中队",
        "签名",
        "公章",
        "日期",
    ]:
        assert said in text, said
    assert "97.00 × 0.6 = 58.20" in text and "58.20 + 32.00 = 90.20" in text
    assert "☑ 良好" in text and "☐ 优秀" in text and "1,800.00" in text
    assert "未公示" in text
    assert "高明" in text and "唐志远" not in text.split("陈立新")[-1]


def test_what_does_not_fit_is_said_with_its_number(bureau, login):
    period = _busy(bureau)
    body = login(bureau.user("sun")).get(url(bureau, result(period, bureau, "li"))).content.decode()
    shown = len(re.findall(r"<div>2026-10-\d\d ", body))
    hidden = sum(int(n) for n in re.findall(r"另有 (\d+) 项", body))
    assert hidden and shown + hidden == 60


def test_one_opens_ones_own_form_once_published_and_nobody_elses(bureau, october, publish, login):
    own, other = result(october, bureau, "li"), result(october, bureau, "zhao")
    client = login(bureau.user("li"))
    assert client.get(url(bureau, own)).status_code == 404
    publish(bureau, october)
    assert client.get(url(bureau, own)).status_code == 200
    assert client.get(url(bureau, other)).status_code == 404


def test_other_units_and_administrators_find_no_form(bureau, street, october, publish, login):
    publish(bureau, october)
    own = result(october, bureau, "li")
    for user in [street.user("fang"), bureau.user("lin"), *build_outsiders(bureau).values()]:
        assert login(user).get(url(bureau, own)).status_code == 404
    assert login(street.user("fang")).get(f"/u/yunshan/results/{own.pk}/form/").status_code == 404


def test_printing_somebody_elses_form_is_on_record_and_ones_own_is_not(bureau, october, publish, login):
    publish(bureau, october)
    own = result(october, bureau, "li")
    login(bureau.user("li")).get(url(bureau, own))
    assert not AuditEvent.objects.filter(action="export").exists()
    login(bureau.user("sun")).get(url(bureau, own))
    assert AuditEvent.objects.get(action="export").target == "form 2026-10 0117"


def test_forms_of_a_department_need_no_statement_per_person(bureau, october, login):
    client = login(bureau.user("sun"))
    address = f"/u/minzheng/exports/{october.pk}/forms/"
    client.get(address)

    def statements(department: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            client.get(address, {"department": department})
        return len(captured)

    assert statements("社会救助科") == statements("办公室")


def test_only_those_who_export_print_forms_of_a_department(bureau, october, login):
    address = f"/u/minzheng/exports/{october.pk}/forms/"
    for who in ("li", "lin", "qian"):
        assert login(bureau.user(who)).get(address).status_code == 404
