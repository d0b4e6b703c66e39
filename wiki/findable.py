"""What search finds of the wiki: its live pages."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from search.registry import SearchDocument, Words, register, register_categories
from wiki.labels import LABELS
from wiki.queries import findable as queries
from wiki.rules.terms import Category, PageKind


class Pages:
    """Pages of every kind; public as long as they are not deleted."""

    type = "page"
    table = "page"

    def ids(self) -> Sequence[int]:
        """Return the ids of all live pages."""
        return queries.page_ids()

    def documents(self, ids: Sequence[int]) -> Iterable[SearchDocument]:
        """Return a document for each page."""
        return queries.page_documents(ids)


def register_all() -> None:
    """Make the wiki searchable."""
    kinds = {kind.value: LABELS[PageKind][kind] for kind in PageKind}
    register(Pages(), Words(lambda: _("Kennispagina"), lambda: _("Kennispagina's"), kinds))
    register_categories({category.value: LABELS[Category][category] for category in Category})
