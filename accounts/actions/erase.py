"""Take the personal data of a closed account away for good: a pseudonym stays in its place. Does not commit.

What its owner wrote stays, under the pseudonym. Rows that the database keeps from ever
changing keep the name they were made with: ``NEVER_CHANGE``; a screen shows the pseudonym beside them
(accounts/queries/people.py ``shown_name``).
"""

from collections.abc import Callable
from itertools import count

from sqlalchemy import Column, Table, delete, func, select, update

from accounts.actions.sign_in import end_sessions
from accounts.models import AccountLink, Person
from core import audit
from core.audit import Actor, AuditEvent
from core.database import Base, count_changed, db
from core.errors import Refusal
from core.mail import MailMessage
from core.notices import Notice, NoticeChoice
from core.versions import check_version

NEVER_CHANGE = frozenset({"scoring_model", "ranking_snapshot", "plan_move", "status_report"})
"""Tables that triggers keep as they are, with the name of who made a row."""
_SUFFIX = "_label"
_PSEUDONYM = "Voormalig lid {}"
Follower = Callable[[Person, str, Actor], object]
_followers: list[Follower] = []


def register_erasure(follower: Follower) -> None:
    """Let a feature put the pseudonym in its own places: called with person, pseudonym and actor."""
    if follower not in _followers:
        _followers.append(follower)


def erase_person(person: Person, *, typed: str, version: int | None, by: Actor) -> str:
    """Replace name and address of a closed account, delete what was its owner's alone; return the pseudonym.

    ``typed`` must be the address, as this cannot be undone. A name beside a
    contribution is found by the id next to it; where only the name was kept, by the
    name, unless somebody else has the same.
    """
    check_version(person, version)
    if person.is_erased:
        raise Refusal("erased_already")
    if person.is_enabled:
        raise Refusal("erase_open_account")
    if typed.strip().lower() != person.email:
        raise Refusal("erase_address_differs", "typed")
    name = person.name
    pseudonym = _free_pseudonym()
    end_sessions(person.id)
    for table in (AccountLink, Notice, NoticeChoice, MailMessage):
        db.session.execute(delete(table).where(table.person_id == person.id))
    is_only_one = db.session.scalar(select(func.count()).where(Person.name == name)) == 1
    places = sum(
        _rename(table, column, person.id, name if is_only_one else None, pseudonym)
        for table, column in labels()
    )
    person.name, person.email = pseudonym, f"voormalig-{person.id}@{Person.ERASED_HOST}"
    person.password_hash, person.organisation_id, person.last_seen_at = None, None, None
    for follower in _followers:
        follower(person, pseudonym, by)
    own = (AuditEvent.object_type == "person") & (AuditEvent.object_id == person.id)
    db.session.execute(update(AuditEvent).where(own).values(object_label=pseudonym))
    audit.record("person.erased", person, by=by, label=pseudonym, places=places)
    return pseudonym


def labels() -> list[tuple[Table, Column[str]]]:
    """Return the columns that keep the name of who did something, of tables that may change."""
    return [
        (table, column)
        for table in Base.metadata.sorted_tables
        if table.name not in NEVER_CHANGE
        for column in table.columns
        if column.name.endswith(_SUFFIX) and column.name != "object_label"
    ]


def _rename(table: Table, column: Column[str], person_id: int, name: str | None, pseudonym: str) -> int:
    known = table.c.get(column.name.removesuffix(_SUFFIX) + "_id")
    if known is not None:
        condition = known == person_id
    elif name is not None:
        condition = column == name
    else:
        return 0
    return count_changed(update(table).where(condition).values({column.name: pseudonym}))


def _free_pseudonym() -> str:
    taken = set(db.session.scalars(select(Person.name).where(Person.name.startswith(_PSEUDONYM.format("")))))
    return next(name for number in count(1) if (name := _PSEUDONYM.format(number)) not in taken)
