"""Tables of the wiki: pages, their revisions, names and links."""

from wiki.models.link import PageLink
from wiki.models.page import Page, PageCategory, PageName, SlugHistory, page_domain
from wiki.models.revision import PageRevision

__all__ = [
    "Page",
    "PageCategory",
    "PageLink",
    "PageName",
    "PageRevision",
    "SlugHistory",
    "page_domain",
]
