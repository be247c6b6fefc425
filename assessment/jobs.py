"""Kinds of long work of this room; importing a module registers its kinds."""

from assessment.appeals import working  # noqa: F401
from assessment.closing import running  # noqa: F401
from assessment.exports import making  # noqa: F401
from assessment.insight import sheets as _insight  # noqa: F401
from assessment.ledger.importing import running as _importing  # noqa: F401
from assessment.periods import verification  # noqa: F401
from assessment.workshop.trying import running as _trying  # noqa: F401
from assessment.workshop.trying import sheets as _trying_sheets  # noqa: F401
