"""Change one part of a page: only that part is in the form, and it is saved as a change of the whole."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from core.forms import LARGEST, BaseForm
from core.messages import text_of
from wiki.forms.page import PageForm, filled_form
from wiki.markup import with_edit_links
from wiki.models import Page
from wiki.queries.revisions import draft_of, find_revision
from wiki.rules.draft import LONGEST_BODY, LONGEST_SUMMARY, Draft
from wiki.rules.sections import find_section, links_fit, sections_in, text_of_section, with_section
from wiki.views.content import Content, hints_on, text_content

Save = Callable[[PageForm, Draft, Page, int | None], ResponseReturnValue]
_NUMBER = re.compile(r"[0-9]{1,4}")


class SectionForm(BaseForm):
    """The text of one part, the revision it was taken from, and a note."""

    base_revision = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(0, LARGEST)])
    body = TextAreaField(_l("Tekst"), [Length(max=LONGEST_BODY)])
    summary = StringField(_l("Wat heeft u gewijzigd?"), [Length(max=LONGEST_SUMMARY)])


def edit_section(page: Page, save: Save) -> ResponseReturnValue:
    """Show or save the part that ``section`` in the address names; ``save`` saves a change of the whole."""
    sent = request.args.get("section", "")
    number = int(sent) if _NUMBER.fullmatch(sent) else 0
    if request.method == "GET":
        section = find_section(page.body, number)
        if section is None:
            return redirect(url_for("wiki.edit_page", slug=page.slug))
        values = {"base_revision": page.revision, "body": text_of_section(page.body, section)}
        return _show(page, number, section.title, SectionForm(formdata=None, data=values))
    form = SectionForm()
    base = find_revision(page, form.base_revision.data)
    section = find_section(base.body, number) if base is not None else None
    if base is None or section is None:
        # What he started from cannot be found again: his text stays in sight, nothing is saved.
        form.form_errors = [text_of("section_not_found")]
        return _show(page, number, "", form), 409
    if "preview" in request.form:
        return _show(page, number, section.title, form, text_content(form.body.data or ""))
    if not form.validate():
        return _show(page, number, section.title, form), 422
    whole = replace(draft_of(base), body=with_section(base.body, section, form.body.data or ""))
    page_form = filled_form(whole, base.number)
    page_form.offer_domains([(slug, slug) for slug in whole.domains])
    page_form.summary.data = form.summary.data or section.title[:LONGEST_SUMMARY]
    return save(page_form, whole, page, base.number)


def _show(page: Page, number: int, title: str, form: SectionForm, preview: Any = None) -> str:
    return render_template(
        "wiki/edit_section.html",
        page=page,
        number=number,
        title=title,
        form=form,
        preview=preview,
        advice=hints_on(form.body.data or "") if preview else [],
    )


def with_section_links(page: Page, content: Content) -> Content:
    """Return the text with a link to edit below each heading that is a part of its own."""
    if not content.toc or not links_fit(page.body, [level for level, _id, _words in content.toc]):
        return content
    address, words = url_for("wiki.edit_page", slug=page.slug), _("Bewerk dit deel")
    places = {
        id_: (f"{address}?section={one.number}", title)
        for one, (_level, id_, title) in zip(sections_in(page.body), content.toc, strict=True)
    }
    return replace(content, html=with_edit_links(content.html, places, words))
