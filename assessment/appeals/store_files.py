"""Files that come with an appeal: checked by content and hashed on the way in, kept once, never changed."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from assessment.models import Appeal, AppealFile
from foundation.uploads import CheckedFile, check_upload
from organization.models import User

MOST_FILES = 5
Checked = list[tuple[Any, CheckedFile]]


def check_files(files: Sequence[Any]) -> Checked:
    """The files with what is known about them; ValidationError with everything that is wrong with them."""
    faults = []
    if len(files) > MOST_FILES:
        faults.append(_("At most %(files)s files.") % {"files": MOST_FILES})
    checked = []
    for file in files:
        try:
            checked.append((file, check_upload(file)))
        except ValidationError as error:
            name = getattr(file, "name", "")
            faults += [f"{name}: {text}" if name else text for text in error.messages]
    if faults:
        raise ValidationError({"files": faults})
    return checked


def store_files(appeal: Appeal, checked: Checked, actor: User) -> list[AppealFile]:
    """Keep the files of an appeal; when one cannot be kept, none is."""
    kept: list[AppealFile] = []
    try:
        for file, known in checked:
            row = AppealFile(appeal=appeal, name=known.name, content_type=known.content_type)
            row.size, row.sha256, row.uploaded_by = known.size, known.sha256, actor
            file.seek(0)
            row.file.save("", File(file), save=False)
            kept.append(row)
            row.save()
    except Exception:
        throw_away(kept)
        raise
    return kept


def throw_away(rows: Sequence[AppealFile]) -> None:
    """Delete files whose rows were not kept."""
    for row in rows:
        row.file.delete(save=False)
