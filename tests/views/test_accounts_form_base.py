"""The base of every form: tidy text, bounds, our own messages, and two texts side by side."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from wtforms import BooleanField, DateField, FieldList, FormField, IntegerField, StringField, TextAreaField
from wtforms.form import Form
from wtforms.validators import DataRequired, Optional

from accounts.labels import word
from accounts.rules.terms import Sector
from core.errors import Invalid, Refusal
from core.form_messages import MESSAGES
from core.forms import EditForm, ExactField, RowField, TermField
from core.web.conflict import compare


class Row(Form):
    """A part that repeats."""

    name = StringField("Naam")
    amount = ExactField("Bedrag", [Optional()])


class ThingForm(EditForm):
    """One field of each kind."""

    name = StringField("Naam", [DataRequired()])
    text = TextAreaField("Tekst")
    sector = TermField("Namens", terms=Sector, words=word, blank="Geen")
    row_id = RowField("Rij", [Optional()])
    amount = ExactField("Bedrag", [Optional()])
    number = IntegerField("Aantal", [Optional()])
    day = DateField("Dag", [Optional()])
    flag = BooleanField("Vlag")
    rows = FieldList(FormField(Row))


@pytest.fixture
def filled(app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)

    def filling(**data) -> ThingForm:
        context = app.test_request_context("/", method="POST", data={"name": "X"} | data)
        context.push()
        contexts.append(context)
        form = ThingForm()
        form.row_id.offer([(1, "Een")], blank="Geen")
        return form

    contexts: list = []
    yield filling
    for context in reversed(contexts):
        context.pop()


def test_a_number_that_cannot_be_read_is_told_of_once(filled):
    form = filled(number="twee")
    assert not form.validate()
    assert len(form.number.errors) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a\x00b\u0085 ", "ab"),
        ("één\r\ntwee\rdrie", "één\ntwee\ndrie"),
        ("\t", ""),
        ("ééń 🎉", "ééń 🎉"),
    ],
)
def test_text_is_tidied_and_never_missing(filled, typed, kept):
    form = filled(text=typed)

    assert form.text.data == kept
    assert filled().text.data == ""


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "Vul dit in"),
        ("name", "x" * 201, "ten hoogste 200 tekens"),
        ("text", "x" * 20_001, "ten hoogste 20000 tekens"),
        ("sector", "planeet", "Kies iets uit de lijst"),
        ("row_id", "2", "Kies iets uit de lijst"),
        ("row_id", "abc", "Kies iets uit de lijst"),
        ("amount", "veel", "Vul een getal in"),
        ("amount", "NaN", "Vul een getal in"),
        ("amount", "1e999999", "Vul een getal in"),
        ("amount", "-Infinity", "Vul een getal in"),
        ("number", "2,5", "heel getal"),
        ("number", "9" * 30, "Vul een getal in van"),
        ("number", "9" * 5000, "heel getal"),
        ("day", "31-02-2026", "jaar-maand-dag"),
        ("day", "2026-02-31", "jaar-maand-dag"),
        ("version", "9" * 30, "Vul een getal in van"),
    ],
)
def test_what_does_not_fit_is_refused_in_our_own_words(filled, field, typed, words):
    form = filled(**{field: typed})

    assert not form.validate()
    assert words in " ".join(form[field].errors)


@pytest.mark.parametrize(
    ("typed", "number"), [("2,5", "2.5"), ("2.50", "2.5"), (" 3 ", "3"), ("0,005", "0"), ("-1,25", "-1.25")]
)
def test_a_number_may_have_a_comma(filled, typed, number):
    form = filled(amount=typed)

    assert form.validate()
    assert form.amount.data == Decimal(number)


def test_every_message_of_ours_stands_for_one_that_the_library_gives(filled):
    filled()

    for message in MESSAGES.values():
        assert message().endswith((".", "tekens."))


def test_a_refusal_stands_at_its_field_or_above_the_form(filled):
    form = filled()
    form.validate()

    form.refuse(Refusal("not_allowed", "name"))
    form.refuse(Refusal("not_found"))
    form.refuse(Invalid([("text", "not_found", {}), ("bestaat_niet", "not_found", {})]))

    assert len(form.name.errors) == len(form.text.errors) == 1
    assert len(form.form_errors) == 2


def test_two_texts_are_compared_field_by_field_as_a_reader_reads_them(filled):
    mine = filled(
        **{"version": "3", "name": "Van mij", "sector": "science", "row_id": "1", "flag": "y"},
        **{"rows-0-name": "a", "rows-0-amount": "1,5"},
    )
    there = SimpleNamespace(
        **{"version": 4, "name": "Van een ander", "text": "", "sector": Sector.BUSINESS, "row_id": None},
        **{"amount": None, "number": None, "day": date(2026, 1, 2), "flag": False},
        rows=[SimpleNamespace(name="a", amount=Decimal(2)), SimpleNamespace(name="b", amount=None)],
    )
    theirs = ThingForm(formdata=None, obj=there)
    theirs.row_id.offer([(1, "Een")], blank="Geen")

    comparison = compare(mine, theirs)

    assert [(one.label, one.yours, one.theirs) for one in comparison.differences] == [
        ("Naam", "Van mij", "Van een ander"),
        ("Namens", "wetenschap", "bedrijfsleven"),
        ("Rij", "Een", "Geen"),
        ("Dag", "", "2026-01-02"),
        ("Vlag", "Ja", "Nee"),
        ("Rows", "Naam: a; Bedrag: 1,5", "Naam: a; Bedrag: 2\nNaam: b"),
    ]
    assert mine.version.data == 4
    assert 'value="4"' in mine.version()
