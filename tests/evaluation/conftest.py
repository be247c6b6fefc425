"""The civil-affairs bureau has its two sections evaluated in 2026 by the public and by delegates."""

from decimal import Decimal

import pytest
import time_machine

from assessment.models import Period
from assessment.periods.open_period import open_period
from assessment.schemes.install_schemes import adopt_scheme, install_version
from evaluation.models import Campaign
from evaluation.run_campaigns import NewGroup, prepare_campaign
from tests.cast import PACKS, START, House


@pytest.fixture
def year(bureau: House, clock: time_machine.Traveller) -> Period:
    text = (PACKS / "democratic-review.yaml").read_text("utf-8")
    scheme = install_version(actor=None, text=text, file="democratic-review.yaml").scheme
    adopt_scheme(actor=None, unit=bureau.unit, scheme=scheme, valid_from=START)
    return open_period(actor=bureau.user("zhou"), unit=bureau.unit, scheme=scheme, key="2026")


@pytest.fixture
def campaign(bureau: House, year: Period) -> Campaign:
    return prepare_campaign(
        actor=bureau.user("zhou"),
        period=year,
        title="2026 年民主评议",
        groups=[NewGroup("public", "社会公众", Decimal(3)), NewGroup("delegates", "代表委员")],
        departments=list(bureau.departments.values()),
    )
