"""A scheme as a document to read: one structure, shown as a page and written as a Word file."""

from .blocks import Document, Listing, Paragraph, Row, Section, Table
from .build import build

__all__ = ["Document", "Listing", "Paragraph", "Row", "Section", "Table", "build"]
