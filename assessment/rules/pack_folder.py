"""A folder of packs, read when asked for: ``ID.yaml`` holds the scheme ID."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from .faults import PackError, PackFault, message
from .loader import load_scheme
from .scheme import Scheme


class PackFolder(Mapping[str, Scheme]):
    """The schemes of a folder by id; each file is read once, at its first use.

    A pack that cannot be used raises PackError when it is asked for.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Scheme] = {}

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.yaml"

    def __getitem__(self, name: str) -> Scheme:
        if name not in self:
            raise KeyError(name)
        if name not in self._read:
            self._read[name] = self._load(name)
        return self._read[name]

    def _load(self, name: str) -> Scheme:
        path = self.path(name)
        scheme = load_scheme(path.read_text(encoding="utf-8"), file=str(path))
        if scheme.id != name:
            raise PackError([PackFault(str(path), 1, 1, "id", message("id_of_file_expected", name=name))])
        return scheme

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in set(self)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(path.stem for path in self.folder.glob("*.yaml")))

    def __len__(self) -> int:
        return len(list(self.folder.glob("*.yaml")))
