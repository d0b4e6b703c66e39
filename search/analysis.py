"""From text to terms: accents folded, exact forms and Dutch or English stems.

A stem carries a mark, so that one field holds both: a match on the stem finds
"gemeenten" by "gemeente", a match on the exact form ranks it higher.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
STEM_MARK = "~"
LONGEST = 60

_DUTCH_STOP_WORDS = """
de het een en of van in op te om is zijn was waren wordt worden werd aan als bij dat die dan deze
dit door er heeft hebben had hij zij ze wij we ik u uw je jij hun haar hem ons onze met naar niet
nog nu ook over tot uit voor wat wie waar welke wel zo maar al omdat onder tegen zou zullen zal kan
kunnen mag moet doen doet geen iets betekent betekenen
"""
_ENGLISH_STOP_WORDS = """
the a an and or of in on to is are was were be been by for from with as at it its that this these those not
which who what how you your we our they their has have had can may will
"""
_STOP_NL = frozenset(_DUTCH_STOP_WORDS.split())
_STOP_EN = frozenset(_ENGLISH_STOP_WORDS.split())
_dutch = snowballstemmer.stemmer("dutch")
_english = snowballstemmer.stemmer("english")


def fold(text: str) -> str:
    """Return ``text`` in small letters without accents."""
    split = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in split if not unicodedata.combining(sign)).casefold()


def words(text: str) -> Iterator[str]:
    """Yield the words of ``text``, folded, apostrophes dropped, none longer than LONGEST."""
    for found in WORD.finditer(fold(text)):
        yield found[0].replace("'", "").replace("’", "")[:LONGEST]


def is_stop(word: str, language: str = "nl") -> bool:
    """Tell whether ``word`` is too common to help."""
    return word in (_STOP_EN if language == "en" else _STOP_NL)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str = "nl") -> str:
    """Return the marked stem of a folded word."""
    stemmer = _english if language == "en" else _dutch
    return STEM_MARK + stemmer.stemWord(word)


def terms(text: str, language: str = "nl") -> list[str]:
    """Return for each word of ``text`` its exact form and its stem, in order; stop words only exact."""
    found = []
    for word in words(text):
        found.append(word)
        if not is_stop(word, language):
            found.append(stem(word, language))
    return found


def stems_of_query(word: str) -> tuple[str, ...]:
    """Return the stems by which a folded word of a query may be found: Dutch and English."""
    return tuple(dict.fromkeys((stem(word, "nl"), stem(word, "en"))))
