"""A closed period can be recomputed from what was stored; what was tampered with is found."""

import logging
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from assessment.models import Close, Period, Result
from assessment.results.verification import verify_period
from assessment.results.verify_nightly import verify_recent
from organization.models import AuditEvent
from tests.append_only import set_aside
from tests.cast import House
from tests.closing.conftest import Closing, Enter
from tests.narrowing import present

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(bureau: House, october: Period, enter: Enter, close: Closing) -> Period:
    """October, closed, with an entry of 李晓敏."""
    enter("li", "6.1a", "2")
    close(october, bureau.user("zhou"))
    return october


def tamper(table: Any, values: dict[str, Any], **which: Any) -> None:
    """Change stored rows as somebody with the database's own powers could: without the triggers."""
    with set_aside(connection):
        assert table.objects.filter(**which).update(**values)


def verify(*names: str) -> str:
    """Output of the command."""
    out = StringIO()
    call_command("verify_period", *names, stdout=out)
    return out.getvalue()


def test_an_untouched_period_has_no_difference(closed: Any) -> None:
    assert verify_period(closed) == []
    assert "revision 1, 8 people, no difference" in verify(str(closed.pk))
    assert "no difference" in verify("minzheng:shufu-50:2026-10")


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"score": Decimal("49.50")}, "score"),
        ({"grade": "excellent"}, "grade"),
        ({"ceiling": "qualified"}, "ceiling"),
        ({"status": "undetermined"}, "status"),
        ({"bonus": Decimal(100)}, "bonus"),
        ({"gates": ["x"]}, "gates"),
        ({"flags": ["x"]}, "flags"),
        ({"standing": {"ranks": {}}}, "standing"),
        ({"items": {"6": "0.00"}}, "items"),
    ],
)
def test_a_tampered_result_is_reported(closed: Any, values: Any, what: str) -> None:
    tamper(Result, values, close=closed.current_close, number="0117")
    [difference] = verify_period(closed)
    assert (difference.who, difference.what) == ("李晓敏 (0117)", what)


def test_tampered_facts_are_reported_even_when_the_figures_fit_them(closed: Any) -> None:
    result = Result.objects.get(close=closed.current_close, number="0117")
    facts = result.facts | {"entries": []}
    tamper(
        Result,
        {"facts": facts, "score": Decimal(50), "items": result.items | {"6": "0.00"}},
        pk=result.pk,
    )
    assert [difference.what for difference in verify_period(closed)] == ["facts_hash"]


def test_a_result_that_was_removed_or_swapped_is_reported(closed: Any) -> None:
    with set_aside(connection):
        Result.objects.filter(number="0134")._raw_delete("default")
    assert [difference.what for difference in verify_period(closed)] == ["people", "facts_hash"]


def test_another_scheme_than_the_one_closed_with_is_reported(closed: Any) -> None:
    tamper(Close, {"scheme_hash": "0" * 64}, pk=closed.current_close.pk)
    assert [difference.what for difference in verify_period(closed)] == ["scheme_hash"]


def test_the_command_ends_with_1_and_prints_each_difference(closed: Any) -> None:
    tamper(Result, {"score": Decimal("49.50")}, number="0117")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_period", str(closed.pk), stdout=out)
    assert ended.value.code == 1
    assert '李晓敏 (0117): score: stored "49.50", computed "49.00"' in out.getvalue()


@pytest.mark.usefixtures("bureau")
def test_the_command_says_when_there_is_nothing_to_verify(october: Any) -> None:
    for name, words in [(str(october.pk), "never closed"), ("999999", "no period"), ("a:b:c", "no period")]:
        with pytest.raises(CommandError, match=words):
            verify(name)


@pytest.mark.usefixtures("clock")
def test_every_night_differences_are_logged_and_put_on_record(
    closed: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert verify_recent() == 0
    assert not AuditEvent.objects.filter(action="period.verification_failed").exists()
    tamper(Result, {"score": Decimal("49.50")}, number="0117")
    with caplog.at_level(logging.ERROR):
        assert verify_recent() == 1
    assert "李晓敏" in caplog.text
    event = AuditEvent.objects.get(action="period.verification_failed")
    assert (event.unit, event.target, present(event.after)["count"]) == (closed.unit, "shufu-50 2026-10", 1)
