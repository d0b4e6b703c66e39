"""The forms of progress reports: what one is about, the text of a section, and the steps after it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import EditForm, RowField, TermField
from portfolio.forms.fields import lazy_label
from portfolio.forms.use_case import BoxesField
from portfolio.models.reports import Report
from portfolio.rules.reports import Audience


class ReportForm(EditForm):
    """What a report is about. No domain ticked is all of them."""

    title = StringField(
        _l("Titel (mag leeg)"),
        [Length(max=200)],
        description=_l("Laat u dit leeg, dan heet de rapportage naar haar periode."),
    )
    title_en = StringField(_l("Titel in het Engels (mag leeg)"), [Length(max=200)])
    audience = TermField(
        _l("Voor wie?"),
        terms=Audience,
        words=lazy_label,
        description=_l("De cijfers zijn voor iedereen gelijk. Wat u erbij vertelt, verschilt."),
    )
    from_on = DateField(_l("Eerste dag"), [InputRequired(message=_l("Kies de eerste dag."))])
    to_on = DateField(_l("Laatste dag"), [InputRequired(message=_l("Kies de laatste dag."))])
    domain_ids = BoxesField(
        _l("Welke domeinen?"), description=_l("Kies er geen om over alle domeinen te rapporteren.")
    )
    corrects_id = RowField(
        _l("Welke rapportage verbetert deze?"),
        description=_l("De eerdere rapportage blijft staan en verwijst naar deze."),
    )
    correction = TextAreaField(
        _l("Wat klopte er niet?"),
        [Length(max=600)],
        description=_l("Alleen nodig als deze rapportage een eerdere verbetert."),
    )

    def offer(self, domains: Sequence[Any], before: Sequence[Report], *, no: str) -> "ReportForm":
        """Fill the choices and return the form."""
        self.domain_ids.offer((domain.id, domain.name) for domain in domains)
        self.corrects_id.offer(((one.id, f"{one.number} {one.title}") for one in before), no)
        return self

    def values(self) -> dict[str, Any]:
        """Return what was filled in, by the names of actions/reports.py FIELDS."""
        return {
            name: self[name].data
            for name in (
                *("title", "title_en", "audience", "from_on", "to_on"),
                *("domain_ids", "corrects_id", "correction"),
            )
        }


def initial(report: Report) -> dict[str, Any]:
    """Return what a form shows of a report."""
    names = ("title", "title_en", "audience", "from_on", "to_on", "domain_ids", "correction", "version")
    return {name: getattr(report, name) for name in names} | {"corrects_id": report.corrects_id}


class ProseForm(EditForm):
    """The text of one section."""

    body = TextAreaField(
        _l("Uw tekst"),
        description=_l(
            "Een lege regel begint een nieuwe alinea. Een regel met een streepje ervoor is een punt."
        ),
    )


class StepForm(EditForm):
    """A step with only a button: freeze, take the figures anew, throw away."""
