"""Which page a name means: its address, its title or an alias, or an address it once had."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from core.database import db
from wiki.models import Page, PageName, SlugHistory
from wiki.rules.slugs import slugify

_AT_ONCE = 500


def name_of(key: str) -> str:
    """Return the form in which names are compared."""
    return slugify(key)


def find_targets(keys: Iterable[str]) -> dict[str, int]:
    """Return the page id for each key that means a page; live pages go first.

    Order of preference: address, title, alias, former address. Among equals the
    oldest page, so that the answer does not change by itself. Three queries.
    """
    names = {key: name_of(key) for key in keys}
    wanted = sorted(set(names.values()))
    found: dict[str, tuple[tuple[int, int, int], int]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        for name, rank, page_id in _candidates(wanted[start : start + _AT_ONCE]):
            if name not in found or rank < found[name][0]:
                found[name] = (rank, page_id)
    return {key: found[name][1] for key, name in names.items() if name in found}


def _candidates(names: Collection[str]) -> Iterable[tuple[str, tuple[int, int, int], int]]:
    by_slug = select(Page.slug, Page.id, Page.deleted_at).where(Page.slug.in_(names))
    for slug, page_id, deleted_at in db.session.execute(by_slug):
        yield slug, (deleted_at is not None, 0, page_id), page_id
    by_name = (
        select(PageName.name, PageName.is_title, Page.id, Page.deleted_at)
        .join(Page, Page.id == PageName.page_id)
        .where(PageName.name.in_(names))
    )
    for name, is_title, page_id, deleted_at in db.session.execute(by_name):
        yield name, (deleted_at is not None, 1 if is_title else 2, page_id), page_id
    by_history = (
        select(SlugHistory.slug, Page.id, Page.deleted_at)
        .join(Page, Page.id == SlugHistory.page_id)
        .where(SlugHistory.slug.in_(names))
    )
    for slug, page_id, deleted_at in db.session.execute(by_history):
        yield slug, (deleted_at is not None, 3, page_id), page_id


def find_page_with_title(title: str, besides: int | None = None) -> Page | None:
    """Return a live page that already has this title, as names are compared; not page ``besides``."""
    statement = (
        select(Page)
        .join(PageName, PageName.page_id == Page.id)
        .where(PageName.name == name_of(title), PageName.is_title, Page.deleted_at.is_(None))
        .order_by(Page.id)
        .limit(1)
    )
    return db.session.scalar(statement if besides is None else statement.where(Page.id != besides))


def is_page_at(slug: str) -> bool:
    """Tell whether a page has this address now, also one that was deleted."""
    return db.session.scalar(select(Page.id).where(Page.slug == slug)) is not None


def title_of(page_id: int) -> str:
    """Return the title of a page; nothing for one that was deleted, whose title is no longer public."""
    statement = select(Page.title).where(Page.id == page_id, Page.deleted_at.is_(None))
    return db.session.scalar(statement) or ""


class TakenSlugs:
    """All slugs that are or were in use, asked one by one."""

    def __init__(self, besides: int | None = None) -> None:
        self.besides = besides

    def __contains__(self, slug: object) -> bool:
        page_id = db.session.scalar(
            select(Page.id)
            .where(Page.slug == slug)
            .union_all(select(SlugHistory.page_id).where(SlugHistory.slug == slug))
            .limit(1)
        )
        return page_id is not None and page_id != self.besides
