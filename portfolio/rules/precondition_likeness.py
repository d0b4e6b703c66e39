"""How alike two preconditions read, so that the same one is found under other words.

Counts words, not meaning: it only puts candidates in order for a person who decides.
"""

import re
import unicodedata

from portfolio.rules.framework_similarity import laws_in

ENOUGH = 25
"""Per cent from which a candidate is worth showing."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 6
_LAW = 30
_EVERYDAY = frozenset(
    {
        *("aan", "als", "bij", "dan", "dat", "den", "der", "die", "dit", "een", "het", "hij", "hun", "kan"),
        *("met", "nog", "nu", "ook", "toe", "uit", "van", "was", "wat", "wel", "wie", "wij", "zij", "zou"),
        *("alle", "alleen", "andere", "deze", "door", "elke", "gaan", "geen", "haar", "heeft"),
        *("hebben", "hier", "hoe", "iedere", "iemand", "kunnen", "maar", "mag", "meer", "mogen", "moet"),
        *("naar", "niet", "nodig", "onder", "over", "staat", "tegen", "tijdens", "tussen", "voor"),
        *("vraag", "waar", "wanneer", "welke", "werkt", "wordt", "worden", "zijn", "zodat", "zonder"),
    }
)


def words_of(text: str) -> frozenset[str]:
    """Return the beginnings of the words that say something, without accents and in small letters."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return frozenset(word[:_STEM] for word in _WORD.findall(bare) if word not in _EVERYDAY)


def likeness(mine: str, theirs: str) -> int:
    """Return 0–100: the words that both have, of all words of the two; more when both name the same law.

    The same either way round, 100 for a text and itself, 0 when no word is shared.
    """
    one, other = words_of(mine), words_of(theirs)
    if not one or not other:
        return 100 if mine.strip().casefold() == theirs.strip().casefold() else 0
    share = round(100 * len(one & other) / len(one | other))
    if share and set(laws_in(mine)) & set(laws_in(theirs)):
        share += _LAW
    return min(share, 100)
