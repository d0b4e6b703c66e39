"""Buttons that change something: they too carry the version their reader saw."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from accounts.forms.people import ConfirmForm
from core.versions import Versioned
from core.web.save import Outcome, save


def confirm(
    act: Callable[[int | None], Any], *, now: Callable[[], Versioned]
) -> tuple[Outcome, list[tuple[str, str | None]]]:
    """Run ``act(version)`` and commit; return the outcome and what to tell the reader when it was refused.

    ``now`` loads the thing again, to see whether it changed meanwhile.
    """
    form = ConfirmForm()
    outcome = save(
        form, lambda: act(form.version.data), present=lambda: ConfirmForm(formdata=None, obj=now())
    )
    if outcome.is_saved:
        return outcome, []
    if outcome.status == 409:
        text = _(
            "Dit is gewijzigd nadat u de pagina opende. Bekijk het hieronder opnieuw en kies dan nog eens."
        )
        return outcome, [(text, None)]
    texts = [*form.form_errors, *(text for field in form for text in field.errors)]
    return outcome, [(text, None) for text in texts]
