"""Tables of the wiki: pages, their revisions, names and links."""

from wiki.models.attachment import Attachment
from wiki.models.definition import Definition, DefinitionVersion, PageKey, PageRelation
from wiki.models.kept_draft import KeptDraft
from wiki.models.link import PageLink
from wiki.models.page import Page, PageCategory, PageName, SlugHistory, page_domain
from wiki.models.rendered_html import RenderedHtml
from wiki.models.revision import PageRevision

__all__ = [
    "Attachment",
    "Definition",
    "DefinitionVersion",
    "KeptDraft",
    "Page",
    "PageCategory",
    "PageKey",
    "PageLink",
    "PageName",
    "PageRelation",
    "PageRevision",
    "RenderedHtml",
    "SlugHistory",
    "page_domain",
]
