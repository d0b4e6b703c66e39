"""Which words of a text went and which came, for reading two versions side by side.

The work is bounded: a pair of texts with too many words in common is compared
by lines, and past that as a whole, so that no text can hold up a request.
"""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "del", "ins"
Piece = tuple[str, str]
MOST_PIECES = 4_000
MOST_PAIRS = 30_000  # equal tokens in both texts: what the matcher's time grows with
_WORDS = re.compile(r"\s*\S+\s*|\s+")


def word_pieces(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts cut in (kind, text): old in "same" and "del", new in "same" and "ins".

    Put together again, the pieces of each side are that text. White space alone is
    no difference: a word at the end of a line is the same word.
    """
    for cut in (_words, _lines):
        before, after = cut(old), cut(new)
        head, tail = _ends_in_common(before, after)
        middle_before, middle_after = before[head : len(before) - tail], after[head : len(after) - tail]
        if _is_affordable(middle_before, middle_after):
            return _matched(before, after, head, tail)
    return whole_pieces(old, new)


def _words(text: str) -> list[str]:
    return _WORDS.findall(text)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _bare(pieces: Sequence[str]) -> list[str]:
    return [piece.strip() for piece in pieces]


def _ends_in_common(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    most = min(len(before), len(after))
    head = 0
    while head < most and before[head].strip() == after[head].strip():
        head += 1
    tail = 0
    while tail < most - head and before[-1 - tail].strip() == after[-1 - tail].strip():
        tail += 1
    return head, tail


def _is_affordable(before: Sequence[str], after: Sequence[str]) -> bool:
    if len(before) + len(after) > MOST_PIECES:
        return False
    counts, others = Counter(_bare(before)), Counter(_bare(after))
    return sum(count * others[piece] for piece, count in counts.items()) <= MOST_PAIRS


def _matched(before: list[str], after: list[str], head: int, tail: int) -> tuple[list[Piece], list[Piece]]:
    old_pieces, new_pieces = [(SAME, "".join(before[:head]))], [(SAME, "".join(after[:head]))]
    middle_before, middle_after = before[head : len(before) - tail], after[head : len(after) - tail]
    matcher = SequenceMatcher(None, _bare(middle_before), _bare(middle_after), autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        is_same = what == "equal"
        old_pieces.append((SAME if is_same else GONE, "".join(middle_before[i1:i2])))
        new_pieces.append((SAME if is_same else NEW, "".join(middle_after[j1:j2])))
    old_pieces.append((SAME, "".join(before[len(before) - tail :])))
    new_pieces.append((SAME, "".join(after[len(after) - tail :])))
    return _filled(old_pieces), _filled(new_pieces)


def whole_pieces(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return the one as gone and the other as new."""
    return _filled([(GONE, old)]), _filled([(NEW, new)])


def _filled(pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece[1]]
