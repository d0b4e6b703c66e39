"""What the filled database holds of the life of its pages: doubt seen and unseen, a discussion, a follow."""

from typing import Any

from core.database import db
from tests.factories.wiki import make_page
from wiki.actions.comments import add_comment
from wiki.actions.doubts import Visitor, report_doubt
from wiki.actions.following import follow
from wiki.models import LessonUse, Page
from wiki.rules.life import FollowKind
from wiki.rules.terms import PageKind

HIDDEN_WORD = "Twijfelgeheim"


def fill_life(page: Page, writer: Any, submitter: Any, hidden_code: str) -> dict[str, list[Any]]:
    """Fill in; return the values of the addresses. ``submitter`` may read the use case that is hidden."""
    seen = report_doubt(page, text="Klopt dit?", field="title", by=writer, is_released=True)
    unseen = report_doubt(page, text=HIDDEN_WORD, field="", by=Visitor(), is_released=False)
    comment = add_comment(page, text="Wie weet dit?", parent=None, by=writer)
    followed = follow(writer, FollowKind.PAGE, str(page.id))
    lesson = make_page(
        title="Les", slug="les", kind=PageKind.LESSON, fields={"lesson": "Begin klein."}, by=writer
    )
    used = LessonUse(page_id=lesson.id, person_id=submitter.id, use_case=hidden_code)
    db.session.add(used)
    db.session.commit()
    return {
        "doubt_id": [seen.id, unseen.id],
        "comment_id": [comment.id],
        "follow_id": [followed.id],
        "use_id": [used.id],
        "slug of a lesson": ["les"],
    }
