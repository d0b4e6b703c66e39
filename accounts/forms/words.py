"""Words for choices, made when the form is shown, in the reader's language."""

from enum import StrEnum
from typing import Any

from flask_babel import LazyString

from accounts.labels import word


def lazy_word(term: StrEnum) -> Any:
    """Return the words for ``term``, chosen when they are shown."""
    return LazyString(word, term)
