"""A shelf in the memory of this process for texts that were made and never change, found by their origin.

Nothing on it can be out of date, because its key is all that it depends on. It
can be emptied at any time, and lets go of the oldest when it is full.
"""

from collections.abc import Hashable
from typing import Any

MOST_SIGNS = 16_000_000


class Shelf:
    """What was put on it last, up to ``most`` signs in all."""

    def __init__(self, most: int = MOST_SIGNS) -> None:
        self.most = most
        self.signs = 0
        self._things: dict[Hashable, tuple[Any, int]] = {}

    def __len__(self) -> int:
        return len(self._things)

    def find(self, key: Hashable) -> Any | None:
        """Return what lies under ``key``, or None."""
        found = self._things.get(key)
        return None if found is None else found[0]

    def put(self, key: Hashable, thing: Any, signs: int) -> None:
        """Lay ``thing`` down, which with its key takes ``signs`` signs. What is too large stays off."""
        if signs > self.most // 8:
            return
        self._take(key)
        self._things[key] = (thing, signs)
        self.signs += signs
        while self.signs > self.most and self._things:
            self._take(next(iter(self._things)))

    def clear(self) -> None:
        """Let go of everything."""
        self._things.clear()
        self.signs = 0

    def _take(self, key: Hashable) -> None:
        gone = self._things.pop(key, None)
        self.signs -= gone[1] if gone else 0
