"""What a scheme says, in sentences: conditions, items, scores, gates, deadlines, in both languages of the pages.

The scheme as a readable document and the diff of two schemes are made of these sentences. Kinds that have no
sentence of their own are told by the labels of their keys.
"""

from . import conditions, items, items_rated, results
from .keys import is_number, key_label, value_label
from .speaker import Speaker, sentence_of

__all__ = [
    "Speaker",
    "conditions",
    "is_number",
    "items",
    "items_rated",
    "key_label",
    "results",
    "sentence_of",
    "value_label",
]
