"""``manage.py close_period``."""

import pytest
from django.core.management import CommandError, call_command

from assessment.models import Period
from tests.cast import House
from tests.closing.processes import assert_closed_once, crowd, finish, start


@pytest.mark.django_db(transaction=True)
def test_a_period_is_closed_in_a_process_of_its_own(bureau: House) -> None:
    period = crowd(bureau, 1200)
    code, output = finish(start(period, bureau.user("zhou")))
    assert code == 0, output
    assert "revision 1, 1208 people" in output
    assert_closed_once(period)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("period", "by", "words"),
    [
        ("minzheng:shufu-50:2026-10", "nobody", "no login"),
        ("minzheng:shufu-50:2026-09", "minzheng-zhou", "no period"),
        ("minzheng:shufu-50:2026-10", "minzheng-li", "may not run periods"),
    ],
)
@pytest.mark.usefixtures("bureau", "october")
def test_the_command_says_what_is_wrong(period: str, by: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("close_period", period, by=by)


@pytest.mark.django_db
@pytest.mark.usefixtures("bureau")
def test_the_command_says_who_has_not_handed_in(october: Period) -> None:
    Period.objects.filter(pk=october.pk).update(state=Period.State.OPEN)
    with pytest.raises(CommandError, match="社会救助科"):
        call_command("close_period", str(october.pk), by="minzheng-zhou")


@pytest.mark.django_db
def test_the_command_names_whose_facts_are_missing(bureau: House, october: Period) -> None:
    bureau.people["he"].assignments.update(category="middle")
    with pytest.raises(CommandError, match="何静"):
        call_command("close_period", str(october.pk), by="minzheng-zhou")
