"""What changed from one scheme to another, in words, clause by clause, in both languages."""

from .change import Change
from .schemes import changes

__all__ = ["Change", "changes"]
