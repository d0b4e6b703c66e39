"""Tables of the wiki: pages, their revisions, names and links."""

from wiki.models.attachment import Attachment
from wiki.models.definition import Definition, DefinitionVersion, PageKey, PageRelation
from wiki.models.exchange import Comment, CommentVersion, Doubt, DoubtReply
from wiki.models.following import Follow, LessonUse
from wiki.models.kept_draft import KeptDraft
from wiki.models.life import PageConfirmation, PageLife, UpkeepInterval
from wiki.models.link import PageLink
from wiki.models.page import Page, PageCategory, PageName, SlugHistory, page_domain
from wiki.models.plan import PlanProgress
from wiki.models.proposal import Objection, Proposal, ProposalEvent, ReviewSetting
from wiki.models.rendered_html import RenderedHtml
from wiki.models.revision import PageRevision

__all__ = [
    "Attachment",
    "Comment",
    "CommentVersion",
    "Definition",
    "DefinitionVersion",
    "Doubt",
    "DoubtReply",
    "Follow",
    "KeptDraft",
    "LessonUse",
    "Objection",
    "Page",
    "PageCategory",
    "PageConfirmation",
    "PageKey",
    "PageLife",
    "PageLink",
    "PageName",
    "PageRelation",
    "PageRevision",
    "PlanProgress",
    "Proposal",
    "ProposalEvent",
    "RenderedHtml",
    "ReviewSetting",
    "SlugHistory",
    "UpkeepInterval",
    "page_domain",
]
