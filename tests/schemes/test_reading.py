"""Everyone under a scheme can read it; nobody else's."""

from collections.abc import Callable

from django.test import Client

from assessment.models import SchemeVersion
from assessment.schemes.install_schemes import install_version
from organization.models import User
from tests.cast import PACKS, House


def test_every_clause_stands_on_the_page_with_its_points(
    bureau: House, login: Callable[[User], Client]
) -> None:
    version = SchemeVersion.objects.get(scheme=bureau.scheme)
    page = login(bureau.user("li")).get(f"/u/minzheng/schemes/{version.pk}/")
    text = page.content.decode()
    for clause, points in [("6.6", "−5 / 次"), ("6.2", "−1 / 天"), ("1.1", "−1 / 次，每期至多计一次")]:
        assert f'id="clause-{clause}"' in text
        assert points in text


def test_grades_caps_and_bonuses_of_the_quarter_stand_on_the_page(
    street: House, login: Callable[[User], Client]
) -> None:
    version = SchemeVersion.objects.get(scheme=street.scheme)
    text = login(street.user("ma")).get(f"/u/yunshan/schemes/{version.pk}/").content.decode()
    for words in ["得分 90 分及以上", "2100", "不超过 25%", "当季病事假累计超过 40 个工作日", "R6"]:
        assert words in text


def test_the_page_is_english_for_an_english_reader(bureau: House, login: Callable[[User], Client]) -> None:
    user = bureau.user("li")
    user.language = "en"
    user.save()
    version = SchemeVersion.objects.get(scheme=bureau.scheme)
    text = login(user).get(f"/u/minzheng/schemes/{version.pk}/").content.decode()
    assert "Monthly efficiency assessment (50 points)" in text
    assert "−0.5 / " in text


def test_the_list_names_schemes_in_the_language_of_the_reader(
    bureau: House, login: Callable[[User], Client]
) -> None:
    user = bureau.user("li")
    user.language = "en"
    user.save()
    text = login(user).get("/u/minzheng/schemes/").content.decode()
    assert "Monthly efficiency assessment (50 points)" in text
    assert bureau.scheme.title_zh not in text


def test_another_units_scheme_is_not_found(
    bureau: House, street: House, login: Callable[[User], Client]
) -> None:
    version = SchemeVersion.objects.get(scheme=street.scheme)
    assert login(bureau.user("li")).get(f"/u/minzheng/schemes/{version.pk}/").status_code == 404


def test_the_same_pack_again_is_the_version_that_is_there(bureau: House) -> None:
    text = (PACKS / "shufu-50.yaml").read_text("utf-8")
    again = install_version(actor=None, text="# a comment changes nothing\n" + text, file="shufu-50.yaml")
    assert again.number == 1
    assert SchemeVersion.objects.filter(scheme=bureau.scheme).count() == 1


def test_a_changed_figure_is_the_next_version(bureau: House) -> None:
    text = (
        (PACKS / "shufu-50.yaml").read_text("utf-8").replace("maximum: 50, required", "maximum: 49, required")
    )
    changed = install_version(actor=None, text=text, file="shufu-50.yaml")
    assert changed.number == 2
    assert changed.hash != SchemeVersion.objects.get(scheme=bureau.scheme, number=1).hash
