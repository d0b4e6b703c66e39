"""Who keeps a page right, for this reader: may he vouch for it, answer doubt, choose the owner?"""

from typing import Any

from flask_login import current_user

from accounts.permissions import Permission, may
from core.database import today
from wiki.models import Page
from wiki.rules.life import upkeep_on
from wiki.views.access import may_curate


def may_confirm(organisation_id: int | None) -> bool:
    """Tell whether this reader may vouch for a page of this owner.

    The owner's people and the curators; for a page without an owner anyone who may write.
    """
    if may_curate():
        return True
    return may(Permission.WIKI_WRITE) and organisation_id in (None, current_user.organisation_id)


def may_settle(organisation_id: int | None) -> bool:
    """Tell whether this reader answers doubt: the owner's people and curators, nobody else."""
    return may_curate() or (organisation_id is not None and may_confirm(organisation_id))


def may_set_owner(page: Page) -> bool:
    """Tell whether this reader may say who keeps a page right; of a core page only curators do."""
    return may_curate() or (may(Permission.WIKI_WRITE) and not page.is_core)


def beside_page(page: Page, beside: Any) -> dict[str, Any]:
    """Return what the template of a page shows of its upkeep."""
    return {
        "beside": beside,
        "upkeep": upkeep_on(beside.stale_from, today()) if beside else None,
        "may_confirm": beside is not None and may_confirm(beside.organisation_id),
        "may_own": may_set_owner(page),
    }
