"""The document as a Word file: A4, headings, tables, the typefaces of an office (宋体, 仿宋)."""

from io import BytesIO

from docx import Document as new_word
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from assessment.schemes.document.blocks import (
    Block,
    Document,
    DocumentRow,
    DocumentTable,
    Listing,
    Paragraph,
    Section,
)

BODY, HEADS = "仿宋", "宋体"
PAGE_WIDTH = Cm(21) - 2 * Cm(2.4)
"""What is left between the margins of an A4 page."""


def write_word(document: Document) -> bytes:
    """The bytes of a .docx file."""
    word = new_word()
    _page(word)
    _styles(word)
    title = word.add_paragraph(document.title, style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name, text in document.about:
        line = word.add_paragraph(
            f"{name}：{text}" if document.language.startswith("zh") else f"{name}: {text}"
        )
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_after = Pt(0)
    for section in document.sections:
        _section(word, section)
    word.core_properties.title = document.title
    word.core_properties.author = ""
    stream = BytesIO()
    word.save(stream)
    return stream.getvalue()


def _page(word: Word) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    page.top_margin, page.bottom_margin = Cm(2.4), Cm(2.2)
    _page_number(page.footer.paragraphs[0])


def _page_number(paragraph: WordParagraph) -> None:
    """The number of the page in the middle of the foot."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _styles(word: Word) -> None:
    for name, font, size, bold in (
        ("Normal", BODY, 11, False),
        ("Title", HEADS, 20, True),
        ("Heading 1", HEADS, 15, True),
        ("Heading 2", HEADS, 12.5, True),
        ("List Bullet", BODY, 11, False),
    ):
        style = word.styles[name]
        style.font.name = "Times New Roman"
        style.font.size, style.font.bold = Pt(size), bold
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
        fonts.set(qn("w:eastAsia"), font)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
        style.element.get_or_add_rPr().append(language)
    border = word.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)
    word.styles["Normal"].paragraph_format.space_after = Pt(6)


def _section(word: Word, section: Section) -> None:
    word.add_heading(section.title, level=section.level)
    for block in section.blocks:
        _block(word, block)


def _block(word: Word, block: Block) -> None:
    if isinstance(block, Paragraph):
        word.add_paragraph(block.text)
    elif isinstance(block, Listing):
        for point in block.points:
            word.add_paragraph(point, style="List Bullet")
    else:
        _table(word, block)


def _table(word: Word, block: DocumentTable) -> None:
    table = word.add_table(rows=0, cols=len(block.widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = int(PAGE_WIDTH * width / 100)
    if block.heads:
        _row(table, block, DocumentRow(block.heads), bold=True)
        _repeats(table)
    for row in block.rows:
        _row(table, block, row, bold=row.is_group)
    after = word.add_paragraph()
    after.paragraph_format.space_after = Pt(0)
    after.add_run().font.size = Pt(4)
    after.paragraph_format.line_spacing = Pt(6)


def _row(table: WordTable, block: DocumentTable, row: DocumentRow, *, bold: bool) -> None:
    cells = table.add_row().cells  # type: ignore[no-untyped-call]
    for cell, width in zip(cells, block.widths, strict=True):
        cell.width = int(PAGE_WIDTH * width / 100)
    if row.is_group:
        _write(cells[0].merge(cells[-1]), row.cells[0], bold=True)
        return
    for number, (cell, text) in enumerate(zip(cells, row.cells, strict=True)):
        names = not block.heads and number == 0
        _write(cell, text, bold=bold or names, right=number in block.figures and not bold)


def _write(cell: _Cell, text: str, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(10), bold


def _repeats(table: WordTable) -> None:
    """The first row stands again on top of every page that the table reaches."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
