"""A scheme as a document to read: one structure, shown as a page and written as a Word file."""

from .blocks import Document, DocumentRow, DocumentTable, Listing, Paragraph, Section
from .build import build

__all__ = ["Document", "Listing", "Paragraph", "DocumentRow", "Section", "DocumentTable", "build"]
