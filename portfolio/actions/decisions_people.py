"""People beside decisions: who sat where. They may leave; what was decided stays. Does not commit."""

from itertools import count

from sqlalchemy import select, update

from accounts.models import Person
from core import audit
from core.audit import Actor
from core.database import count_changed, db
from portfolio.models import DecisionPerson, MeetingSeat

_TABLES = (DecisionPerson, MeetingSeat)


def pseudonymise_person(person: Person, *, by: Actor, pseudonym: str = "") -> int:
    """Put a pseudonym in the place of ``person`` in decisions and meetings; return how many places.

    The text of a decision holds seats and no names, so nothing of it changes. One
    person gets one pseudonym everywhere, so that it still shows that it was the same one.
    """
    statement = select(DecisionPerson.id).where(DecisionPerson.person_id == person.id).limit(1)
    seated = select(MeetingSeat.id).where(MeetingSeat.person_id == person.id).limit(1)
    if db.session.scalar(statement) is None and db.session.scalar(seated) is None:
        return 0
    pseudonym = pseudonym or _free_pseudonym()
    changed = 0
    for table in _TABLES:
        theirs = update(table).where(table.person_id == person.id)
        changed += count_changed(
            theirs.values(person_id=None, pseudonym=pseudonym), synchronize_session="fetch"
        )
    audit.record("person.pseudonymised", person, by=by, label="–", places=changed)
    return changed


def _free_pseudonym() -> str:
    taken = {name for table in _TABLES for name in db.session.scalars(select(table.pseudonym).distinct())}
    return next(name for number in count(1) if (name := f"oud-lid {number}") not in taken)
