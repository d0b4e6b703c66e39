"""A use case follows a version of a definition in the wiki, and hears of a newer one."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.errors import Invalid, NotFound
from core.i18n import localised
from core.links import Offer, Pinned, Reference, Resolved, choices_of, pinned_many, resolve_many
from core.web.save import save
from portfolio.actions.pins import pin_definition
from portfolio.forms.pin import PinForm
from portfolio.models import Dataset, UseCase
from portfolio.queries.pins import list_page_users, list_users
from portfolio.queries.use_cases import get_use_case
from portfolio.views.blueprint import bp
from portfolio.views.use_case_forms import scope_in_address

TYPE = "definition"


def pins_of(use_case: UseCase, reader: Any) -> dict[int, Pinned]:
    """Return, by the id of a dataset, what the definition that it follows is now."""
    pinned = {row.id: reference_of(row) for row in use_case.datasets if row.definition}
    found = pinned_many(pinned.values(), reader) if pinned else {}
    return {id_: found[reference] for id_, reference in pinned.items() if reference in found}


def pages_of(use_case: UseCase, reader: Any) -> dict[int, Resolved]:
    """Return, by the id of a dataset, the page of the wiki that has its name as title or other name."""
    named = {row.id: Reference("page", row.name) for row in use_case.datasets}
    found = resolve_many(named.values(), reader) if named else {}
    return {id_: page for id_, reference in named.items() if (page := found[reference]) is not None}


def reference_of(dataset: Dataset) -> Reference:
    """Return the version of a definition that a dataset follows."""
    return Reference(TYPE, dataset.definition, dataset.definition_version)


@bp.route("/use-cases/<code>/datasets/<int(max=2147483647):id_>/definition", methods=["GET", "POST"])
@requires(Permission.USE_CASE_EDIT, of=lambda code, id_: scope_in_address(code))
def pin_dataset(code: str, id_: int) -> ResponseReturnValue:
    """Choose the definition, take over its newest version, or let go."""
    use_case = get_use_case(code, current_user)
    dataset = _dataset(use_case, id_)
    choices = {choice.title: choice for choice in choices_of(TYPE, current_user)}
    pinned = pins_of(use_case, current_user).get(id_)
    form = PinForm() if request.method == "POST" else _filled(use_case, pinned)

    def act() -> bool:
        choice = choices.get(form.definition.data)
        if form.definition.data and choice is None:
            raise Invalid([("definition", "definition_unknown", {})])
        return pin_definition(
            use_case,
            dataset,
            definition=choice.key if choice else "",
            version=choice.version if choice else None,
            title=choice.title if choice else "",
            seen=form.version.data,
            by=current_user,
        )

    conflict = None
    status = 200
    if request.method == "POST":
        outcome = save(form, act, present=lambda: _present(code, id_))
        if outcome.is_saved:
            flash(_("Opgeslagen.") if outcome.result else _("U heeft niets gewijzigd."), "success")
            return redirect(url_for(".show_use_case", code=code), 303)
        use_case = get_use_case(code, current_user)
        dataset = _dataset(use_case, id_)
        conflict, status = outcome.conflict, outcome.status
    page = render_template(
        "portfolio/forms/pin.html",
        form=form,
        use_case=use_case,
        dataset=dataset,
        pinned=pinned,
        titles=list(choices),
        conflict=conflict,
    )
    return page, status


def _dataset(use_case: UseCase, id_: int) -> Dataset:
    found = next((row for row in use_case.datasets if row.id == id_), None)
    if found is None:
        raise NotFound("not_found")
    return found


def _filled(use_case: UseCase, pinned: Pinned | None) -> PinForm:
    known = pinned.title if pinned is not None and pinned.current is not None else ""
    return PinForm(formdata=None, data={"version": use_case.version, "definition": known})


def _present(code: str, id_: int) -> PinForm:
    use_case = get_use_case(code, current_user)
    return _filled(use_case, pins_of(use_case, current_user).get(id_))


def offer_users_of_definition(context: Reference, reader: Any) -> list[Offer]:
    """Return the use cases that build on a definition, as far as ``reader`` may read them.

    For "data-page" (the key is the id of a page and its names, each on a line: ``12:Huishouden``) those
    that use the data of that page: they follow one of its definitions, or name it among their data.
    """
    if context.type == "data-page":
        id_, _colon, names = context.key.partition(":")
        return [
            Offer(
                f"{row.code} {localised(row, 'title')}", url_for("portfolio.show_use_case", code=row.code), ""
            )
            for row in list_page_users(int(id_), names.splitlines(), reader)
        ]
    if context.type != TYPE:
        return []
    return [
        Offer(
            title=f"{row.code} {localised(row, 'title')}",
            url=url_for("portfolio.show_use_case", code=row.code),
            summary="",
            note=_("%(dataset)s, versie %(number)s", dataset=row.name, number=row.definition_version),
        )
        for row in list_users(context.key, reader)
    ]
