"""What search finds of the portfolio; each kind of thing is a source of its own."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from portfolio.labels import LABELS
from portfolio.queries import findable as queries
from portfolio.rules.terms import Kind
from search.registry import SearchDocument, Source, Words, register


class UseCases:
    """Use cases and initiatives; drafts only for who may read them."""

    type = "use-case"
    table = "use_case"

    def ids(self) -> Sequence[int]:
        """Return the ids of all that were not merged away."""
        return queries.use_case_ids()

    def documents(self, ids: Sequence[int]) -> Iterable[SearchDocument]:
        """Return a document for each use case."""
        return queries.use_case_documents(ids)


class ActionPoints:
    """Action points of the agendas; public."""

    type = "action-point"
    table = "action_point"

    def ids(self) -> Sequence[int]:
        """Return the ids of all action points."""
        return queries.action_point_ids()

    def documents(self, ids: Sequence[int]) -> Iterable[SearchDocument]:
        """Return a document for each action point."""
        return queries.action_point_documents(ids)


class Organisations:
    """Organisations; public."""

    type = "organisation"
    table = "organisation"

    def ids(self) -> Sequence[int]:
        """Return the ids of all organisations."""
        return queries.organisation_ids()

    def documents(self, ids: Sequence[int]) -> Iterable[SearchDocument]:
        """Return a document for each organisation."""
        return queries.organisation_documents(ids)


class SystemFunctions:
    """System functions and their parts; public."""

    type = "system-function"
    table = "system_function"

    def ids(self) -> Sequence[int]:
        """Return the ids of all system functions."""
        return queries.system_function_ids()

    def documents(self, ids: Sequence[int]) -> Iterable[SearchDocument]:
        """Return a document for each system function."""
        return queries.system_function_documents(ids)


class SharedPreconditions:
    """Preconditions that use cases share; for who may read one of those."""

    type = "precondition"
    table = "shared_precondition"

    def ids(self) -> Sequence[int]:
        """Return the ids of all that are shared."""
        return queries.shared_precondition_ids()

    def documents(self, ids: Sequence[int]) -> Iterable[SearchDocument]:
        """Return a document for each that a use case waits for."""
        return queries.shared_precondition_documents(ids)


def register_all() -> None:
    """Make the portfolio searchable."""
    sources: list[tuple[Source, Words]] = [
        (
            UseCases(),
            Words(
                lambda: _("Use case"),
                lambda: _("Use cases"),
                {kind.value: LABELS[Kind][kind] for kind in Kind},
            ),
        ),
        (ActionPoints(), Words(lambda: _("Actiepunt"), lambda: _("Actiepunten"))),
        (Organisations(), Words(lambda: _("Organisatie"), lambda: _("Organisaties"))),
        (SystemFunctions(), Words(lambda: _("Systeemfunctie"), lambda: _("Systeemfuncties"))),
        (
            SharedPreconditions(),
            Words(lambda: _("Gedeelde randvoorwaarde"), lambda: _("Gedeelde randvoorwaarden")),
        ),
    ]
    for source, words in sources:
        register(source, words)
