"""How far a plan is off and why, in words: for pages and charts alike."""

from collections import Counter
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from portfolio.labels import label
from portfolio.rules.progress_terms import ReplanReason


def slip_words(quarters: int) -> str:
    """Return by how many quarters something ends later or earlier than was first promised."""
    if quarters == 0:
        return _("zoals eerst beloofd")
    if quarters > 0:
        return ngettext("%(num)s kwartaal later", "%(num)s kwartalen later", quarters)
    return ngettext("%(num)s kwartaal eerder", "%(num)s kwartalen eerder", -quarters)


def reason_words(reasons: Sequence[ReplanReason]) -> str:
    """Return reason codes, most frequent first, each once with how often."""
    counted = Counter(reasons).most_common()
    return ", ".join(f"{label(one)} ({times}×)" if times > 1 else label(one) for one, times in counted)


def replan_words(reasons: Sequence[ReplanReason]) -> str:
    """Return how often something was planned anew, with the reasons; empty for never."""
    if not reasons:
        return ""
    times = ngettext("%(num)s keer opnieuw gepland", "%(num)s keer opnieuw gepland", len(reasons))
    return f"{times}: {reason_words(reasons)}"
