"""What someone chose at each clash of a conflict, as the form sends it."""

from collections.abc import Mapping

from core.forms import tidy
from wiki.rules.clashes import Answer, Take
from wiki.rules.draft import LONGEST_BODY

PREFIX = "take-"
TEXT = "text-"
MOST = 1000


def read_answers(sent: Mapping[str, str]) -> dict[str, Answer]:
    """Return the answers by the key of their clash; what is no answer is left out."""
    found: dict[str, Answer] = {}
    for name in list(sent)[: 4 * MOST]:
        if name.startswith(PREFIX) and sent[name] in list(Take):
            key = name.removeprefix(PREFIX)
            text = tidy(sent.get(TEXT + key, ""))[:LONGEST_BODY]
            found[key] = Answer(Take(sent[name]), text)
    return found
