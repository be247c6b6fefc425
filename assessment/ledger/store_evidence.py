"""Evidence: files that prove an entry. Checked by content and hashed on the way in, kept once, never changed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from assessment.models import Entry, Evidence
from assessment.models.ledger import evidence_path
from foundation.uploads import CheckedFile, check_upload
from organization.models import User

MOST_FILES = 5
ACCEPT = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.doc,.xls,.txt"


class Proofs:
    """The files of some entries. The same file may prove several; it is checked and stored once."""

    def __init__(self) -> None:
        self._checked: dict[int, tuple[Any, CheckedFile]] = {}
        self._stored: dict[int, str] = {}

    def check(self, files: Sequence[Any]) -> list[str]:
        """Look at the files; what is wrong with them, in words."""
        faults = []
        if len(files) > MOST_FILES:
            faults.append(_("At most %(files)s files.") % {"files": MOST_FILES})
        for file in files:
            if id(file) in self._checked:
                continue
            try:
                self._checked[id(file)] = file, check_upload(file)
            except ValidationError as error:
                name = getattr(file, "name", "")
                faults += [f"{name}: {text}" if name else text for text in error.messages]
        return faults

    def hashes(self, files: Iterable[Any]) -> frozenset[str]:
        """The hashes of checked files."""
        return frozenset(self._checked[id(file)][1].sha256 for file in files)

    def rows(self, entry: Entry, files: Iterable[Any], actor: User) -> list[Evidence]:
        """The rows to store for an entry; writes the files."""
        return [
            Evidence(
                entry=entry,
                file=self._store(file),
                name=checked.name,
                content_type=checked.content_type,
                size=checked.size,
                sha256=checked.sha256,
                uploaded_by=actor,
            )
            for file, checked in (self._checked[id(file)] for file in files)
        ]

    def _store(self, file: Any) -> str:
        if id(file) not in self._stored:
            file.seek(0)
            storage = Evidence._meta.get_field("file").storage
            self._stored[id(file)] = storage.save(evidence_path(Evidence(), ""), File(file))
        return self._stored[id(file)]

    def throw_away(self) -> None:
        """Delete the files written so far: their rows were not kept."""
        storage = Evidence._meta.get_field("file").storage
        for name in self._stored.values():
            storage.delete(name)
        self._stored.clear()
