"""How a page is saved: checked, done, committed once; or refused with all that was typed."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from core.constraints import refusal_of
from core.database import db
from core.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from core.web.save import Outcome
from wiki.forms.fields import FIELD_PREFIX
from wiki.forms.page import PageForm, add_blank_rows


def keep(form: PageForm, act: Callable[[], Any], *, present_revision: int | None = None) -> Outcome:
    """Validate ``form``, run ``act`` and commit; 409 when the page is another than its author saw."""
    if present_revision is not None and form.base_revision.data != present_revision:
        db.session.rollback()
        return Outcome(False, 409)
    if not form.validate():
        db.session.rollback()
        add_blank_rows(form)
        return Outcome(False, 422)
    try:
        result = act()
        db.session.commit()
        return Outcome(True, 303, result=result)
    except (Conflict, StaleDataError):
        db.session.rollback()
        return Outcome(False, 409)
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        db.session.rollback()
        add_blank_rows(form)
        _refuse(form, refusal)
        return Outcome(False, refusal.status)
    except IntegrityError as error:
        db.session.rollback()
        broken = refusal_of(error)
        if broken is None:
            raise
        form.refuse(broken)
        return Outcome(False, broken.status)


def _refuse(form: PageForm, refusal: Refusal) -> None:
    """Show a refusal beside its field; those of a structured page have a prefix."""
    if not isinstance(refusal, Invalid):
        form.refuse(refusal)
        return
    findings = [
        (FIELD_PREFIX + name if FIELD_PREFIX + name in form else name, code, params)
        for name, code, params in refusal.findings
    ]
    form.refuse(Invalid(findings))
