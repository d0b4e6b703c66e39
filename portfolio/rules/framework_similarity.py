"""Which earlier assessments are like this one, with the reason in words (domain.md §3; [000 §7.2.1 dim. 3]).

Likeness is by *traits*: short texts ``kind:key|words`` such as ``dataset:brp|BRP``,
so that they can be kept beside a version and compared without reading it. A shared
dataset or law counts most: there a reason was given that may hold again.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class TraitKind(StrEnum):
    """What two assessments may share, the weightiest first."""

    DATASET = "dataset"
    LAW = "law"
    CHALLENGE = "challenge"
    FUNCTION = "function"
    PURPOSE = "purpose"


POINTS = {
    TraitKind.DATASET: 4,
    TraitKind.LAW: 3,
    TraitKind.CHALLENGE: 2,
    TraitKind.FUNCTION: 1,
    TraitKind.PURPOSE: 1,
}
ENOUGH = 3  # a dataset, a law, or a challenge and something besides
MOST_WORDS = 3  # as many words of the purpose count, so that long texts are not alike by length
LONGEST = 80

# Laws as people write them; the first name is the one that is shown.
LAWS: tuple[tuple[str, ...], ...] = (
    ("Awb", "Algemene wet bestuursrecht"),
    ("Wgs", "Wet gemeentelijke schuldhulpverlening"),
    ("Wmo 2015", "Wmo", "Wet maatschappelijke ondersteuning"),
    ("Participatiewet",),
    ("Jeugdwet",),
    ("Zorgverzekeringswet", "Zvw"),
    ("CBS-wet", "Wet op het Centraal bureau voor de statistiek"),
    ("Wet politiegegevens", "Wpg"),
    ("Wjsg", "Wet justitiële en strafvorderlijke gegevens"),
    ("Wet gegevensverwerking door samenwerkingsverbanden", "WGS"),
    ("Wet BRP", "Wet basisregistratie personen"),
    ("Handelsregisterwet", "Handelsregisterwet 2007"),
    ("Who", "Wet hergebruik van overheidsinformatie"),
    ("Woo", "Wet open overheid"),
    ("Meststoffenwet",),
    ("Waterwet",),
    ("Omgevingswet",),
    ("Warmtewet",),
    ("Gaswet",),
    ("Energiewet",),
    ("Elektriciteitswet", "Elektriciteitswet 1998"),
    ("Wegenverkeerswet", "Wegenverkeerswet 1994"),
    ("Wet publieke gezondheid",),
    ("Telecommunicatiewet",),
    ("Gemeentewet",),
    ("AVG artikel 9", "artikel 9 AVG", "artikel 9 van de AVG"),
    ("AVG artikel 10", "artikel 10 AVG", "artikel 10 van de AVG"),
    ("AVG artikel 22", "artikel 22 AVG", "artikel 22 van de AVG"),
    ("UAVG", "Uitvoeringswet AVG"),
)
_WORD = re.compile(r"\w{5,}")
_SHORT = re.compile(r"\(([A-Z][A-Za-z&]{1,7})\)")
_EVERYDAY = frozenset(
    {
        *("alleen", "andere", "beter", "betere", "daarom", "deze", "dezelfde"),
        *("eerder", "elkaar", "gebruik", "gegevens", "geven", "gemeente", "gemeenten"),
        *("hebben", "helpt", "hierdoor", "inwoner", "inwoners", "krijgen", "krijgt"),
        *("kunnen", "maken", "mensen", "minder", "moeten", "nieuwe", "nodig"),
        *("omdat", "onder", "overheid", "overheden", "samen", "sneller", "steeds"),
        *("tijdens", "tussen", "verschillende", "waarde", "waardoor", "waarin", "wanneer"),
        *("weten", "welke", "wordt", "worden", "zonder", "zodat", "zouden"),
    }
)


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing an assessment is about; ``key`` decides likeness, ``words`` are shown."""

    kind: TraitKind
    key: str
    words: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}|{self.words}"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two are: the sum of POINTS, and what they share, weightiest first."""

    points: int
    shared: tuple[Trait, ...]


def read_trait(text: str) -> Trait | None:
    """Return the trait that was kept as text; None for what this version does not know."""
    kind, _colon, rest = text.partition(":")
    key, _bar, words = rest.partition("|")
    known = {item.value for item in TraitKind}
    return Trait(TraitKind(kind), key, words or key) if kind in known and key else None


def traits(
    *,
    datasets: Iterable[str] = (),
    texts: Iterable[str] = (),
    challenges: Iterable[tuple[str, str]] = (),
    functions: Iterable[tuple[str, str]] = (),
    purpose: str = "",
) -> tuple[Trait, ...]:
    """Return what an assessment is about, each once.

    ``texts`` are searched for laws; challenges and functions are (key, words).
    """
    found: dict[tuple[TraitKind, str], Trait] = {}

    def add(kind: TraitKind, key: str, words: str) -> None:
        if key:
            clean = words.replace("|", "/").strip()[:LONGEST]
            found.setdefault((kind, key), Trait(kind, key, clean))

    for name in datasets:
        for key, words in _dataset_keys(name):
            add(TraitKind.DATASET, key, words)
    for name in laws_in(" ".join(texts)):
        add(TraitKind.LAW, _plain(name), name)
    for kind, pairs in ((TraitKind.CHALLENGE, challenges), (TraitKind.FUNCTION, functions)):
        for key, words in pairs:
            add(kind, key, words)
    for word in sorted({word for word in _WORD.findall(purpose.lower()) if word not in _EVERYDAY}):
        add(TraitKind.PURPOSE, _plain(word), word)
    return tuple(found.values())


def laws_in(text: str) -> list[str]:
    """Return the laws that ``text`` names, by the name they are shown under, in the order of LAWS."""
    return [
        names[0]
        for names in LAWS
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names)
    ]


def likeness(mine: Sequence[Trait], theirs: Sequence[Trait]) -> Likeness:
    """Return what both share; the same either way round, and most for an assessment and itself."""
    keys = {(trait.kind, trait.key) for trait in theirs}
    order = list(TraitKind)
    shared = sorted(
        (trait for trait in mine if (trait.kind, trait.key) in keys),
        key=lambda trait: (order.index(trait.kind), trait.key),
    )
    words = [trait for trait in shared if trait.kind is TraitKind.PURPOSE]
    points = sum(POINTS[trait.kind] for trait in shared) - max(0, len(words) - MOST_WORDS)
    return Likeness(points, tuple(shared))


def is_alike(found: Likeness) -> bool:
    """Tell whether it is worth showing; words of the purpose alone never are."""
    return found.points >= ENOUGH and any(trait.kind is not TraitKind.PURPOSE for trait in found.shared)


def _dataset_keys(name: str) -> list[tuple[str, str]]:
    """Return (key, words) under which a dataset is known: its short name when it has one, else its name."""
    short = _SHORT.search(name)
    if short:
        return [(_plain(short[1]), short[1])]
    return [(_plain(name), name.strip())]


def _plain(text: str) -> str:
    """Return small letters and digits only, without accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(
        r"[^a-z0-9]+", "-", "".join(sign for sign in bare if not unicodedata.combining(sign))
    ).strip("-")
