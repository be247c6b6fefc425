"""The Chinese catalogue: read, merge, write (stable diffs), compile."""

import fcntl
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from foundation.messages.extract import CatalogueText, extract_project

LANGUAGE = "zh_Hans"
CONTEXT_SEPARATOR = "\x04"  # as in compiled gettext catalogues
# No dates and no tool version: the file changes only when a text does.
HEADER = """# Simplified Chinese texts. Written by `manage.py messages`; translations are added with `messages fill`.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|(?<!%)(?:%%)*%[sd]")


def po_path(root: Path) -> Path:
    """Where the catalogue of the project at ``root`` lives."""
    return root / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the catalogue's lock: several processes may fill it at the same time."""
    path = root / "var" / "messages.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def read(root: Path) -> Catalog:
    """The catalogue on disk; an empty one if there is none."""
    path = po_path(root)
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as handle:
        return read_po(handle, locale=LANGUAGE)


def merge(old: Catalog, texts: list[CatalogueText], translations: Mapping[str, str]) -> Catalog:
    """A catalogue of exactly ``texts``, with the known translations and the given ones (these win).

    A translation whose text is gone is kept as an obsolete entry and comes back when the text does.
    """
    known = {_key(m): _string(m) for m in [*old, *old.obsolete.values()] if m.id}
    known.update(translations)
    merged = Catalog(locale=LANGUAGE)
    used: set[str] = set()
    for text in texts:
        key = _join(text.context, text.id)
        used.add(key)
        translated = known.get(key, "")
        msgid: str | tuple[str, str] = (text.id, text.plural) if text.plural else text.id
        string: str | tuple[str] = (translated,) if text.plural else translated
        merged.add(msgid, string, locations=[(text.path, 0)], context=text.context or None)
    for key in sorted(known.keys() - used):
        if known[key]:
            context, _, msgid = key.rpartition(CONTEXT_SEPARATOR)
            merged.obsolete[key] = Message(msgid, known[key], context=context or None)
    return merged


def write(root: Path, catalogue: Catalog) -> None:
    """Write the catalogue (only if it changed) and compile it."""
    path = po_path(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = render(catalogue)
    if not path.exists() or path.read_bytes() != content:
        temporary = path.with_suffix(".po.tmp")
        temporary.write_bytes(content)
        temporary.replace(path)
    compile_catalogue(root)


def render(catalogue: Catalog) -> bytes:
    """The catalogue as the text of a .po file: sorted, unwrapped, without dates and line numbers."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=0, omit_header=True, sort_output=True, include_lineno=False)
    body = buffer.getvalue().decode().strip("\n")
    return (HEADER + body + "\n").encode()


def compile_catalogue(root: Path, *, force: bool = True) -> bool:
    """Write the binary catalogue beside the .po file; without ``force`` only if it is older. True if written."""
    source = po_path(root)
    target = source.with_suffix(".mo")
    if not source.exists():
        return False
    if not force and target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    temporary = target.with_suffix(".mo.tmp")
    with temporary.open("wb") as handle:
        write_mo(handle, read(root))
    temporary.replace(target)
    return True


def untranslated(catalogue: Catalog) -> list[str]:
    """Texts without Chinese, sorted; contexts are shown before a separator."""
    return sorted(_key(m) for m in catalogue if m.id and not _string(m))


def problems(root: Path) -> list[str]:
    """What is wrong with the catalogue on disk compared with the sources; empty if it is complete."""
    catalogue = read(root)
    present = {_key(m) for m in catalogue if m.id}
    wanted = {_join(t.context, t.id) for t in extract_project(root)}
    found = [f"not in the catalogue: {key!r}" for key in sorted(wanted - present)]
    found += [f"no longer in the sources: {key!r}" for key in sorted(present - wanted)]
    found += [f"obsolete entry: {m.id!r}" for m in catalogue.obsolete.values()]
    for message in catalogue:
        if message.id:
            found += _message_problems(message)
    return found


def _message_problems(message: Message) -> Iterator[str]:
    key, string = _key(message), _string(message)
    if message.fuzzy:
        yield f"fuzzy: {key!r}"
    if not string:
        yield f"not translated: {key!r}"
        return
    wanted, given = placeholders(message.id), placeholders(string)
    if wanted != given:
        yield f"placeholders differ: {key!r} has {sorted(wanted)}, its translation {sorted(given)}"


def placeholders(text: str | list[str] | tuple[str, ...]) -> set[str]:
    """The ``%(name)s``, ``{name}`` and ``%s`` placeholders of a text (of a plural text: of all its forms)."""
    forms = [text] if isinstance(text, str) else text
    return {found.replace("%%", "") for form in forms for found in _PLACEHOLDER.findall(form)}


def _join(context: str, msgid: str) -> str:
    return context + CONTEXT_SEPARATOR + msgid if context else msgid


def _key(message: Message) -> str:
    msgid = message.id if isinstance(message.id, str) else message.id[0]
    return _join(message.context or "", msgid)


def _string(message: Message) -> str:
    if isinstance(message.string, str):
        return message.string
    return message.string[0] if message.string else ""
