"""Set what is core and how long people may object. Does not commit."""

from collections.abc import Iterable, Mapping

from core import audit
from core.audit import Actor
from core.database import db
from core.errors import Conflict, Invalid
from wiki.models import ReviewSetting
from wiki.queries.proposals import read_setting
from wiki.rules.core_parts import tidy_setting


def set_core(
    parts: Mapping[str, Iterable[str]],
    *,
    days_to_object: int,
    days_to_remind: int,
    version: int | None,
    by: Actor,
) -> ReviewSetting:
    """Replace the setting that was seen as ``version`` (0: the defaults); open proposals stay."""
    setting = read_setting()
    if version != setting.version:
        raise Conflict("stale")
    if not (0 <= days_to_object <= 90 and 1 <= days_to_remind <= 90):
        raise Invalid([("days_to_object", "review_days", {})])
    before = dict(setting.parts)
    if setting.version == 0:
        setting = ReviewSetting(id=1)
        db.session.add(setting)
    setting.parts = tidy_setting(parts)
    setting.days_to_object, setting.days_to_remind = days_to_object, days_to_remind
    audit.record("review_setting.changed", setting, by=by, before=before, after=setting.parts)
    return setting
