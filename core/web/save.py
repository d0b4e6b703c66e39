"""How every form is saved: checked, done, committed once; or refused with what was typed kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from core.constraints import refusal_of
from core.database import db
from core.errors import Conflict, NotAllowed, NotFound, Refusal
from core.forms import BaseForm
from core.web.conflict import Comparison, compare


@dataclass(frozen=True)
class Outcome:
    """Whether it was saved, else the status to answer and, for a 409, both texts."""

    is_saved: bool
    status: int
    conflict: Comparison | None = None
    result: Any = None


def save(form: BaseForm, act: Callable[[], Any], *, present: Callable[[], BaseForm] | None = None) -> Outcome:
    """Validate ``form``, run ``act`` and commit.

    ``act`` calls one action, whose refusals are shown in the form (422).
    ``present`` builds the same form from what is in the database now; give it
    for every edit form, so that a stale save is answered with both texts (409).
    """
    is_valid = form.validate()
    theirs = present() if present else None
    if theirs is not None and theirs["version"].data != form["version"].data:
        db.session.rollback()
        return Outcome(False, 409, compare(form, theirs))
    if not is_valid:
        return Outcome(False, 422)
    try:
        result = act()
        db.session.commit()
        return Outcome(True, 303, result=result)
    except (Conflict, StaleDataError) as error:
        db.session.rollback()
        if present is None:
            raise (error if isinstance(error, Conflict) else Conflict("stale")) from None
        return Outcome(False, 409, compare(form, present()))
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        db.session.rollback()
        form.refuse(refusal)
        return Outcome(False, refusal.status)
    except IntegrityError as error:
        db.session.rollback()
        broken = refusal_of(error)
        if broken is None:
            raise
        form.refuse(broken)
        return Outcome(False, broken.status)
