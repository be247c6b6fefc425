"""The civil-affairs bureau also keeps weekly journals in 2026: its year runs on ``shinan-100``."""

import pytest
import time_machine

from assessment.models import Period
from assessment.periods.open_period import open_period
from assessment.schemes.install_schemes import adopt_scheme, install_version
from organization.models import Role
from tests.cast import PACKS, START, House, grant


@pytest.fixture
def year(bureau: House, clock: time_machine.Traveller) -> Period:
    text = (PACKS / "shinan-100.yaml").read_text("utf-8")
    scheme = install_version(actor=None, text=text, file="shinan-100.yaml").scheme
    adopt_scheme(actor=None, unit=bureau.unit, scheme=scheme, valid_from=START)
    grant(bureau, "he", Role.SECTION_CHIEF, "relief")
    grant(bureau, "sun", Role.DEPUTY, "relief")
    grant(bureau, "qian", Role.HEAD)
    return open_period(actor=bureau.user("zhou"), unit=bureau.unit, scheme=scheme, key="2026")
