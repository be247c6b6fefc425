"""Uploads in the middle of being checked: a row that is nonsense, so that there are errors to hand back."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import Workbook

from assessment.data_entry.entries.sheet.columns import COLUMNS
from assessment.data_entry.entries.views.imports import SALT
from assessment.data_entry.ratings.duty_sheet import DUTIES
from assessment.data_entry.ratings.figure_sheet import FIGURES
from assessment.data_entry.ratings.upload_sheet import hold
from organization.models import RosterImport, User
from organization.roster.columns import roster_columns
from organization.roster.keep_uploads import keep_upload
from tests.permissions.world import World


def nonsense(columns: Iterable[Any]) -> bytes:
    """A workbook with the headings of the columns and one row that says nothing."""
    book: Any = Workbook()
    with translation.override("zh-hans"):
        titles = [str(column.title) for column in columns]
    book.active.append(titles)
    book.active.append(["？"] * len(titles))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def faulty_roster(world: World) -> RosterImport:
    """A roster sheet that waits to be corrected."""
    file = SimpleUploadedFile("名册.xlsx", nonsense(roster_columns(world.house.unit)))
    return keep_upload(
        actor=world.house.user("hr"),
        unit=world.house.unit,
        file=file,
        effective_on=date(2026, 11, 20),
        is_complete=False,
    )


def entries_word(world: World, user: User | None) -> str:
    """The word that the import page gives for the asker's own upload."""
    if user is None:
        return ""
    path = default_storage.save("imports/x.xlsx", ContentFile(nonsense(COLUMNS)))
    said = {"path": path, "name": "x.xlsx", "unit": world.house.unit.pk, "user": user.pk}
    return signing.dumps(said, salt=SALT, compress=True)


def rating_word(world: World, user: User | None, route: str) -> str:
    """The word for an upload of duties or figures."""
    kind = DUTIES if route.startswith("duties") else FIGURES["staff"]
    return hold(user, nonsense(kind.columns(world.rows["open"]))) if user else ""
