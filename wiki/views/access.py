"""What this reader may do with this page. Core pages are the curators' until a review exists (W1)."""

from accounts.permissions import Permission, may
from core.errors import NotAllowed
from wiki.models import Page


class CorePageIsGuarded(NotAllowed):
    """Core information changes only by a curator's hand."""

    def __init__(self) -> None:
        super().__init__("core_page_guarded")


def may_curate() -> bool:
    """Tell whether this reader is a curator."""
    return may(Permission.WIKI_CURATE)


def may_write(page: Page | None = None) -> bool:
    """Tell whether this reader may change ``page``, or write a page at all."""
    if may_curate():
        return True
    return may(Permission.WIKI_WRITE) and (page is None or not page.is_core)


def require_write(page: Page) -> None:
    """Refuse who may not change ``page``."""
    if not may_write(page):
        raise CorePageIsGuarded()
