"""The words of a refusal. Features register theirs; here stand those of the core."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from core.errors import Refusal

Message = Callable[..., str]
_messages: dict[str, Message] = {}


def register_messages(messages: dict[str, Message]) -> None:
    """Add texts by code; each is called with the refusal's parameters, when it is shown."""
    _messages.update(messages)


def has_message(code: str) -> bool:
    """Tell whether ``code`` has words."""
    return code in _messages


def text_of(code: str, **params: Any) -> str:
    """Return what to tell the reader about ``code``, in the language of the request."""
    message = _messages.get(code)
    return (
        message(**params) if message else _("Dit kan niet. Controleer wat u invulde en probeer het opnieuw.")
    )


def text_of_refusal(refusal: Refusal) -> str:
    """Return what to tell the reader about a refusal."""
    return text_of(refusal.code, **refusal.params)


register_messages(
    {
        "stale": lambda **p: _(
            "Iemand anders wijzigde dit intussen. Vergelijk de twee versies hieronder en sla opnieuw op."
        ),
        "not_allowed": lambda **p: _(
            "Uw rol geeft geen recht op deze stap. Vraag de beheerder om de juiste rol."
        ),
        "not_found": lambda **p: _("Dit bestaat niet, of u mag het niet zien."),
    }
)
