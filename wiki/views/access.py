"""What this reader may do with pages. Who may write may change every page: core values pass a review (W1)."""

from accounts.permissions import Permission, may
from core.errors import NotAllowed
from wiki.models import Page


def may_curate() -> bool:
    """Tell whether this reader is a curator."""
    return may(Permission.WIKI_CURATE)


def may_write(page: Page | None = None) -> bool:
    """Tell whether this reader may change ``page``, or write a page at all."""
    return may(Permission.WIKI_WRITE)


def require_write(page: Page) -> None:
    """Refuse who may not change ``page``."""
    if not may_write(page):
        raise NotAllowed("not_allowed")
