"""From a compiled scheme to the document that the people under it read."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.rules import Part, Scheme
from assessment.rules.description import Speaker
from assessment.schemes.document.blocks import Block, Document, DocumentRow, DocumentTable, Listing, Section
from assessment.schemes.document.numbering import numbered
from assessment.schemes.document.parts import part_sections


def build(
    scheme: Scheme,
    language: str,
    *,
    about: list[tuple[str, str]] | None = None,
    settings: Mapping[str, Decimal] | None = None,
) -> Document:
    """The scheme as a document in ``zh-hans`` or ``en``.

    ``about`` goes below the title (version, validity), ``settings`` are the figures that the unit set for itself.
    """
    with override(language):
        speaker = Speaker(scheme, None, language, settings)
        sections = [*_opening(speaker), *_parts(scheme, language, settings), *_closing(speaker, settings)]
        return Document(
            title=speaker.text(scheme.title),
            about=[(_("Source document"), _source(speaker)), *(about or [])],
            sections=numbered(sections, language),
            language=language,
        )


def _source(speaker: Speaker) -> str:
    source = speaker.scheme.source
    return f"{speaker.text(source.document)} · {speaker.text(source.part)}"


def _opening(speaker: Speaker) -> Iterator[Section]:
    """Whom it concerns and what they can be given."""
    scheme = speaker.scheme
    rows = []
    if scheme.categories:
        rows.append((_("Categories"), _listed(speaker, scheme.categories.values())))
    if scheme.grades:
        rows.append((_("Grades"), _listed(speaker, scheme.grades.values())))
    rows.append((_("Cadences"), _listed(speaker, (part.title for part in scheme.parts.values()))))
    if scheme.states:
        rows.append((_("States of people"), _listed(speaker, (s.title for s in scheme.states.values()))))
    if scheme.flags:
        rows.append((_("Marks"), _listed(speaker, scheme.flags.values())))
    yield Section(_("Whom it concerns"), 1, [_facts(rows)])


def _parts(scheme: Scheme, language: str, settings: Mapping[str, Decimal] | None) -> Iterator[Section]:
    for part in scheme.parts.values():
        yield from _part(scheme, part, language, settings)
        departments = part.departments
        if departments is not None and departments is not part:
            yield from _part(scheme, departments, language, settings)


def _part(
    scheme: Scheme, part: Part, language: str, settings: Mapping[str, Decimal] | None
) -> Iterator[Section]:
    speaker = Speaker(scheme, part, language, settings)
    yield Section(speaker.text(part.title), 1)
    yield from part_sections(speaker, part)


def _closing(speaker: Speaker, settings: Mapping[str, Decimal] | None) -> Iterator[Section]:
    """Settings, readings, checks, forms, and whatever else the head of the pack lists."""
    scheme = speaker.scheme
    if scheme.settings:
        yield Section(_("Figures that the unit sets for itself"), 1, [_settings(speaker, settings)])
    if scheme.readings:
        rows = [DocumentRow([name, speaker.text(text)]) for name, text in scheme.readings.items()]
        heads = [_("Reading"), _("How the text was read")]
        yield Section(
            _("Readings where the document is silent or contradicts itself"),
            1,
            [DocumentTable(heads, rows, [12, 88])],
        )
    if scheme.checks:
        yield Section(_("Verified, and to be confirmed"), 1, [_checks(speaker)])
    if scheme.documents:
        yield Section(_("Forms"), 1, [Listing([speaker.text(each) for each in scheme.documents])])


def _settings(speaker: Speaker, settings: Mapping[str, Decimal] | None) -> Block:
    own = settings or {}
    rows = [
        DocumentRow(
            [
                speaker.text(each.title),
                speaker.figure(each.default),
                speaker.figure(own.get(each.name, each.default)),
            ]
        )
        for each in speaker.scheme.settings.values()
    ]
    heads = [_("Figure"), _("As the scheme says"), _("In this unit")]
    return DocumentTable(heads, rows, [60, 20, 20], frozenset({1, 2}))


def _checks(speaker: Speaker) -> Block:
    states = {"verified": _("verified"), "to_confirm": _("to be confirmed by the department")}
    rows = [
        DocumentRow([speaker.text(check.title), states[check.state], check.source or ""])
        for check in speaker.scheme.checks
    ]
    return DocumentTable.without_empty(
        [_("Matter"), _("State"), _("Place in the document")], rows, [50, 25, 25]
    )


def _facts(rows: list[tuple[str, str]]) -> Block:
    return DocumentTable([], [DocumentRow([name, text]) for name, text in rows], [20, 80])


def _listed(speaker: Speaker, texts: object) -> str:
    return speaker.joined(speaker.text(text) for text in texts)  # type: ignore[attr-defined]
