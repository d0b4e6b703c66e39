"""Ways in: a page per category, the questions with their answers, the toolbox."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from accounts.permissions import public
from core.database import today
from core.errors import NotFound
from core.i18n import localised
from core.web.page_cache import kept
from wiki.models import Page
from wiki.queries import browse as queries
from wiki.rules.slugs import slugify
from wiki.rules.terms import Category, PageKind, ToolUser
from wiki.views.access import may_write
from wiki.views.blueprint import bp


@bp.get("/wiki/categories/<category>")
@public
@kept
def show_category(category: str) -> ResponseReturnValue:
    """What there is of one category, and what it lacks."""
    if category not in list(Category):
        raise NotFound("page_not_found")
    chosen = Category(category)
    return render_template(
        "wiki/category.html",
        category=chosen,
        categories=list(Category),
        by_kind=queries.count_kinds_in(chosen),
        latest=queries.latest_in(chosen),
        most_used=queries.most_used_in(chosen),
        overdue=queries.overdue_in(chosen, today()),
        wanted=queries.wanted_in(chosen),
        may_write=may_write(),
    )


@bp.get("/wiki/faq")
@public
@kept
def show_faq() -> ResponseReturnValue:
    """Questions with their short answers, by domain; ``?q=`` keeps those with all these words."""
    asked = request.args.get("q", "")[:100]
    words = slugify(asked).split("-") if asked.strip() else []
    pages = [page for page in queries.list_of_kind(PageKind.FAQ) if _has(page, words)]
    groups: dict[str, list[Page]] = {}
    for page in pages:
        names = [localised(domain, "name") for domain in page.domains]
        groups.setdefault(names[0] if names else "", []).append(page)
    return render_template(
        "wiki/faq.html",
        groups=sorted(groups.items(), key=lambda group: (not group[0], group[0].casefold())),
        total=len(pages),
        asked=asked,
        may_write=may_write(),
    )


def _has(page: Page, words: list[str]) -> bool:
    texts = (page.title, page.abstract, *page.aliases, *map(str, page.fields.values()))
    text = " ".join(texts).casefold()
    folded = "-".join(slugify(part) for part in text.split())
    return all(word in folded for word in words)


@bp.get("/wiki/toolbox")
@public
@kept
def show_toolbox() -> ResponseReturnValue:
    """The tools, for all or for one of the four types of users of the data toolbox."""
    sent = request.args.get("type", "")
    chosen = ToolUser(sent) if sent in list(ToolUser) else None
    tools = queries.list_of_kind(PageKind.TOOL)
    return render_template(
        "wiki/toolbox.html",
        tools=[tool for tool in tools if chosen is None or chosen in tool.fields.get("user_types", ())],
        chosen=chosen,
        types=[(one, sum(one in tool.fields.get("user_types", ()) for tool in tools)) for one in ToolUser],
        total=len(tools),
        may_write=may_write(),
    )
