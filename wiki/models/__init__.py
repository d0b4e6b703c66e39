"""Tables of the wiki: pages, their revisions, names and links."""

from wiki.models.attachment import Attachment
from wiki.models.link import PageLink
from wiki.models.page import Page, PageCategory, PageName, SlugHistory, page_domain
from wiki.models.rendered_html import RenderedHtml
from wiki.models.revision import PageRevision

__all__ = [
    "Attachment",
    "Page",
    "PageCategory",
    "PageLink",
    "PageName",
    "PageRevision",
    "RenderedHtml",
    "SlugHistory",
    "page_domain",
]
