"""Rating of a risk: likelihood and impact stay apart and are looked up, never multiplied (methods.md §1)."""

from collections.abc import Mapping
from types import MappingProxyType

from portfolio.rules.findings import Refusal
from portfolio.rules.terms import Grade

Matrix = Mapping[Grade, Mapping[Grade, Grade]]
ORDER = (Grade.LOW, Grade.MEDIUM, Grade.HIGH)

DEFAULT_MATRIX: Matrix = MappingProxyType(
    {
        Grade.LOW: {Grade.LOW: Grade.LOW, Grade.MEDIUM: Grade.LOW, Grade.HIGH: Grade.MEDIUM},
        Grade.MEDIUM: {Grade.LOW: Grade.LOW, Grade.MEDIUM: Grade.MEDIUM, Grade.HIGH: Grade.HIGH},
        Grade.HIGH: {Grade.LOW: Grade.MEDIUM, Grade.MEDIUM: Grade.HIGH, Grade.HIGH: Grade.HIGH},
    }
)
"""likelihood → impact → rating"""


class MatrixNotValid(Refusal):
    """A cell lacks, or a worse risk would get a better rating."""


def rate(likelihood: Grade | None, impact: Grade | None, matrix: Matrix = DEFAULT_MATRIX) -> Grade | None:
    """Return the rating in the cell; None when either side is unknown."""
    if likelihood is None or impact is None:
        return None
    return matrix[likelihood][impact]


def worst(ratings: list[Grade | None]) -> Grade | None:
    """Return the heaviest rating that is known; None when none is."""
    known = [rating for rating in ratings if rating is not None]
    return max(known, key=ORDER.index, default=None)


def read_matrix(cells: Mapping[str, Mapping[str, str]]) -> Matrix:
    """Return a matrix from plain words, likelihood → impact → rating; refuse a lacking or senseless cell."""
    try:
        matrix = {a: {b: Grade(cells[a.value][b.value]) for b in ORDER} for a in ORDER}
    except (KeyError, ValueError) as error:
        raise MatrixNotValid("matrix_cell_missing_or_unknown") from error
    for a, likelihood in enumerate(ORDER):
        for b, impact in enumerate(ORDER):
            rating = ORDER.index(matrix[likelihood][impact])
            milder = [matrix[ORDER[x]][ORDER[y]] for x, y in ((a - 1, b), (a, b - 1)) if x >= 0 and y >= 0]
            if any(ORDER.index(other) > rating for other in milder):
                raise MatrixNotValid("matrix_not_rising", likelihood=likelihood, impact=impact)
    return matrix
