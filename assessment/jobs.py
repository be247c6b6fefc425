"""Kinds of long work of this room; importing a module registers its kinds."""

from assessment.appeals import run_jobs  # noqa: F401
from assessment.closing import run_close  # noqa: F401
from assessment.data_entry.entries.sheet import import_entries as _importing  # noqa: F401
from assessment.office.exports import make_export  # noqa: F401
from assessment.office.insight import make_workbook as _insight  # noqa: F401
from assessment.office.periods import verify_job  # noqa: F401
from assessment.workshop.simulation import make_workbook as _trying_sheets  # noqa: F401
from assessment.workshop.simulation import run_simulation as _trying  # noqa: F401
