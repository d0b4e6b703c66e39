"""How progress reports join the application: words, links, search, and the work that makes PDFs."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from core.links import register_permanent, register_resolver
from core.web.shell import add_navigation
from portfolio import reports_words
from portfolio.jobs.reports import register_report_jobs
from portfolio.labels import LABELS
from portfolio.queries import reports as queries
from portfolio.rules.reports import Audience
from portfolio.views.reports import address_of_report, resolve_reports
from search.registry import SearchDocument, Words, register


class Reports:
    """Published reports; public. Drafts are in no index."""

    type = "report"
    table = "report"

    def ids(self) -> Sequence[int]:
        """Return the ids of all that are published."""
        return queries.published_ids()

    def documents(self, ids: Sequence[int]) -> Iterable[SearchDocument]:
        """Return a document for each published report."""
        return queries.report_documents(ids)


def init_reports() -> None:
    """Register all of it; called by portfolio/setup.py after the views are there."""
    reports_words.register()
    add_navigation("portfolio.list_reports", lambda: _("Rapportages"), "/reports", 55)
    register_resolver("report", resolve_reports)
    register_permanent("report", address_of_report)
    register_report_jobs()
    words = {kind.value: LABELS[Audience][kind] for kind in Audience}
    register(Reports(), Words(lambda: _("Voortgangsrapportage"), lambda: _("Voortgangsrapportages"), words))
