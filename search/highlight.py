"""An excerpt around the words that were found, with those words marked; plain text in, pieces out."""

from dataclasses import dataclass

from search.analysis import WORD, fold, is_stop, stem

LENGTH = 240
LOOKED_AT = 20_000


@dataclass(frozen=True)
class Piece:
    """A part of an excerpt; templates put ``mark`` around what was found."""

    text: str
    is_found: bool = False


def wanted_stems(words: tuple[str, ...]) -> frozenset[str]:
    """Return the stems to look for."""
    return frozenset(
        form for word in words if not is_stop(word) for form in (stem(word, "nl"), stem(word, "en"))
    )


def excerpt(
    text: str, stems: frozenset[str], prefixes: tuple[str, ...] = (), length: int = LENGTH
) -> list[Piece]:
    """Return about ``length`` characters around the densest finds, in pieces; [] when nothing is in it."""
    text = " ".join(text[:LOOKED_AT].split())
    spans = [found.span() for found in WORD.finditer(text) if _is_found(found[0], stems, prefixes)]
    if not spans:
        return []
    start = _best_start(spans, length)
    begin = max(0, start - 40)
    begin = text.find(" ", begin) + 1 if begin else 0
    end = text.rfind(" ", begin, begin + length) if len(text) > begin + length else len(text)
    end = end if end > begin else min(len(text), begin + length)
    return _cut(text, [span for span in spans if begin <= span[0] and span[1] <= end], begin, end)


def mark(text: str, stems: frozenset[str], prefixes: tuple[str, ...] = ()) -> list[Piece]:
    """Return the whole of a short text in pieces."""
    spans = [found.span() for found in WORD.finditer(text) if _is_found(found[0], stems, prefixes)]
    return _cut(text, spans, 0, len(text))


def _is_found(word: str, stems: frozenset[str], prefixes: tuple[str, ...]) -> bool:
    folded = fold(word).replace("'", "").replace("’", "")
    return (
        stem(folded, "nl") in stems or stem(folded, "en") in stems or folded.startswith(prefixes or ("\0",))
    )


def _best_start(spans: list[tuple[int, int]], length: int) -> int:
    best, most, last = spans[0][0], 0, 0
    for first, (start, _end) in enumerate(spans):
        while last < len(spans) and spans[last][1] <= start + length:
            last += 1
        if last - first > most:
            best, most = start, last - first
    return best


def _cut(text: str, spans: list[tuple[int, int]], begin: int, end: int) -> list[Piece]:
    pieces = [Piece("… ")] if begin else []
    place = begin
    for start, stop in spans:
        if start > place:
            pieces.append(Piece(text[place:start]))
        pieces.append(Piece(text[start:stop], is_found=True))
        place = stop
    if place < end:
        pieces.append(Piece(text[place:end]))
    if end < len(text):
        pieces.append(Piece(" …"))
    return pieces
