"""Definitions in columns, their fields in rows, with what differs from the first (W3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wiki.rules.definitions import SAYS
from wiki.rules.field_kinds import DEFINITION_PARTS, Shape
from wiki.rules.word_diff import Op, Stretch, word_diff

MOST = 6
_NOT_COMPARED = frozenset({"name", "source_label"})
_WORDED = frozenset(part.name for part in DEFINITION_PARTS if part.shape in (Shape.LINE, Shape.TEXT))


@dataclass(frozen=True, slots=True)
class Cell:
    """What one definition says in a row. ``stretches`` is None for a text that is another altogether."""

    text: str
    is_same: bool
    stretches: tuple[Stretch, ...] | None


@dataclass(frozen=True, slots=True)
class Row:
    """One field of all definitions."""

    field: str
    cells: tuple[Cell, ...]

    @property
    def is_same(self) -> bool:
        """Whether all say the same."""
        return all(cell.is_same for cell in self.cells)


def side_by_side(definitions: Sequence[Mapping[str, str]]) -> list[Row]:
    """Return the fields that at least one definition fills in; each cell compared with the first column."""
    rows = []
    for name in (name for name in SAYS if name not in _NOT_COMPARED):
        texts = [definition.get(name, "") for definition in definitions]
        if any(texts):
            rows.append(Row(name, tuple(_cell(name, texts[0], text) for text in texts)))
    return rows


def _cell(name: str, first: str, text: str) -> Cell:
    if text == first:
        return Cell(text, True, (Stretch(Op.SAME, text),) if text else ())
    if name not in _WORDED or not first or not text:
        return Cell(text, False, None)
    stretches = word_diff(first, text)
    return Cell(text, False, None if stretches is None else tuple(stretches))
