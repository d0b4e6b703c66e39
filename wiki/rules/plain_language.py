"""Hints for plain Dutch (B1): long sentences, hard words, the passive voice. Nothing stops a save.

The limits and the word list are ours, after common advice for writing at level B1:
sentences of about fifteen words, everyday words, say who does it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from wiki.rules.prose import masked

LONGEST_SENTENCE = 25  # words; shorter is better, from here on it is said
MOST = 20  # hints; a writer who has more begins with these
MOST_SIGNS = 100_000  # of a text that are looked at

HARD: Mapping[str, str] = {
    "aangaande": "over",
    "aanvangen": "beginnen",
    "additioneel": "extra",
    "additionele": "extra",
    "adequaat": "goed",
    "adequate": "goede",
    "alsmede": "en",
    "alvorens": "voordat",
    "betreffende": "over",
    "bewerkstelligen": "zorgen voor",
    "conform": "volgens",
    "daadwerkelijk": "echt",
    "derhalve": "daarom",
    "desalniettemin": "toch",
    "desbetreffende": "deze",
    "dientengevolge": "daardoor",
    "doch": "maar",
    "echter": "maar",
    "evenals": "net als",
    "faciliteren": "helpen",
    "geschieden": "gebeuren",
    "gedurende": "tijdens",
    "hetgeen": "wat",
    "hieromtrent": "hierover",
    "ingevolge": "volgens",
    "initiëren": "beginnen",
    "inzake": "over",
    "jegens": "tegenover",
    "krachtens": "volgens",
    "middels": "met",
    "mits": "als",
    "momenteel": "nu",
    "namelijk": "want",
    "nopens": "over",
    "omtrent": "over",
    "onderhavige": "deze",
    "participeren": "meedoen",
    "prioriteren": "kiezen wat eerst komt",
    "realiseren": "maken",
    "reeds": "al",
    "significant": "duidelijk",
    "significante": "duidelijke",
    "tevens": "ook",
    "teneinde": "om",
    "tenzij": "behalve als",
    "thans": "nu",
    "trachten": "proberen",
    "voornemens": "van plan",
    "voorts": "ook",
    "welke": "die of dat",
    "wederom": "weer",
    "zulks": "dat",
}
_PHRASES: Mapping[str, str] = {
    "met betrekking tot": "over",
    "ten aanzien van": "over",
    "ten behoeve van": "voor",
    "door middel van": "met",
    "in het kader van": "bij",
    "op basis van": "met",
    "ter zake van": "over",
    "zorg dragen voor": "zorgen voor",
    "in verband met": "door",
    "met het oog op": "om",
}
_SAYING = re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in _PHRASES), re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_END = re.compile(r"[.!?:;](?=\s|$)|\n")
_LIST = re.compile(r"[ \t]*(?:[-*+>|#]|\d{1,3}[.)])")
_LINK = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]\n]*)\]\]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:\w|bijv|bv|nr|art|ca|incl|excl|m\.b\.t|t\.b\.v|enz|etc)\.$", re.IGNORECASE
)
_PASSIVE = re.compile(
    r"\b(?:word|wordt|worden|werd|werden)\b(?P<between>(?:[ \t\n]+[\w'’-]+){0,8}?)[ \t\n]+"
    r"(?P<done>(?:ge|be|ver|ont|her|\w{2,6}ge)[a-zé]{2,}(?:d|t|en))\b",
    re.IGNORECASE,
)
# Adjectives and nouns that only look like a participle.
_NO_PARTICIPLE = frozenset(
    {"gebied", "geld", "beleid", "gemeenten", "gegevens", "verschillend", "bekend", "gezond", "bestand"}
    | {"verband", "bestanden", "besluiten", "verschillen", "beelden", "geheel", "gebieden", "geluid"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that could be plainer, on a line (from 1).

    Codes: plain_long_sentence {words, most}, plain_hard_word {word, better}, plain_passive {words}.
    """

    code: str
    line: int
    params: Mapping[str, object] = field(default_factory=dict, hash=False)


def check_plain(body: str) -> list[Hint]:
    """Return hints in order of lines, at most MOST; code, tables and quotations are left alone."""
    text = _readable(masked(body[:MOST_SIGNS]))
    found = [*_long_sentences(text), *_hard_words(text), *_passives(text)]
    return sorted(found, key=lambda hint: hint.line)[:MOST]


def _readable(text: str) -> str:
    """Return the text with what is no running prose blanked out; lines stay where they are."""
    lines = []
    for line in text.split("\n"):
        is_left_alone = line.startswith(("    ", "\t", "|", ">")) or line.lstrip().startswith(("|", ">", "#"))
        lines.append("" if is_left_alone else line)
    return "\n".join(lines)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _long_sentences(text: str) -> list[Hint]:
    found = []
    for start, sentence in _sentences(text):
        total = len(_WORD.findall(_LINK.sub(r"\1", sentence)))
        if total > LONGEST_SENTENCE:
            found.append(
                Hint("plain_long_sentence", _line(text, start), {"words": total, "most": LONGEST_SENTENCE})
            )
    return found


def _sentences(text: str) -> list[tuple[int, str]]:
    """Return sentences with where they begin; an empty line or a list item ends one too."""
    found, start = [], 0
    for end in (*_END.finditer(text), None):
        at = end.end() if end else len(text)
        if end and end[0] == "\n":
            following = text[at : at + 80].partition("\n")[0]
            if following.strip() and not _LIST.match(following):
                continue  # the sentence goes on
        elif end and _ABBREVIATION.search(text[max(start, at - 12) : at]):
            continue
        sentence = text[start:at]
        if sentence.strip():
            found.append((start + len(sentence) - len(sentence.lstrip()), sentence))
        start = at
    return found


def _hard_words(text: str) -> list[Hint]:
    """Return each hard word once, at its first place."""
    found: dict[str, Hint] = {}
    for saying in _SAYING.finditer(text):
        words = saying[0].lower()
        found.setdefault(
            words,
            Hint("plain_hard_word", _line(text, saying.start()), {"word": words, "better": _PHRASES[words]}),
        )
    for word in _WORD.finditer(text):
        plain = word[0].lower()
        if plain in HARD and plain not in found:
            params = {"word": plain, "better": HARD[plain]}
            found[plain] = Hint("plain_hard_word", _line(text, word.start()), params)
    return list(found.values())


def _passives(text: str) -> list[Hint]:
    found = []
    for _start, sentence in _sentences(text):
        passive = _PASSIVE.search(sentence)
        if (
            passive
            and passive["done"].lower() not in _NO_PARTICIPLE
            and " niet meer" not in passive["between"]
        ):
            words = " ".join(passive[0].split())
            found.append(Hint("plain_passive", _line(text, _start + passive.start()), {"words": words[:80]}))
    return found
