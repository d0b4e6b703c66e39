"""A page as a file: what is written is read back the same, and what is no page is refused in words."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.bundle import read_bundle, write_bundle
from wiki.rules.draft import Draft, checked
from wiki.rules.fields import Shape, fields_of
from wiki.rules.page_file import FileOfPage, PageFile, Unreadable, digest_of, read_page, write_page
from wiki.rules.terms import Category, PageKind

LINES = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=30)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60) | st.sampled_from(
    [
        "---\n",
        "\n---\n\nx",
        "on",
        "2026-03-31",
        "null",
        "~",
        "1e3",
        "- a\n- b",
        "'",
        "# x: y",
        "\u2028",
        "a\r\nb",
    ]
)


def _value(field):
    if field.shape is Shape.ROWS:
        return st.lists(
            st.fixed_dictionaries({}, optional={part.name: _value(part) for part in field.parts}), max_size=2
        )
    if field.terms is not None:
        terms = st.sampled_from([term.value for term in field.terms])
        return st.lists(terms, max_size=3) if field.shape is Shape.CHOICES else terms
    if field.shape in (Shape.LINE, Shape.TEXT, Shape.DAY, Shape.NAME, Shape.KEY, Shape.CARRIED):
        return TEXTS
    return st.lists(TEXTS, max_size=3)


@st.composite
def drafts(draw):
    """Any draft of any kind, in the form in which it is kept."""
    kind = draw(st.sampled_from(list(PageKind)))
    values = st.fixed_dictionaries({}, optional={field.name: _value(field) for field in fields_of(kind)})
    draft = Draft(
        title=draw(LINES),
        body=draw(TEXTS),
        abstract=draw(LINES),
        title_en=draw(LINES),
        abstract_en=draw(LINES),
        kind=kind,
        categories=tuple(draw(st.lists(st.sampled_from(list(Category)), max_size=3))),
        domains=tuple(draw(st.lists(st.sampled_from(["energie", "overheid"]), max_size=2))),
        aliases=tuple(draw(st.lists(LINES, max_size=3))),
        is_core=draw(st.booleans()),
        fields=draw(values),
        sources=tuple(draw(st.lists(st.fixed_dictionaries({"source": LINES, "passage": LINES}), max_size=2))),
    )
    return checked(draft)[0]


@given(drafts(), st.integers(0, 10_000))
def test_a_page_of_any_kind_comes_back_as_it_went(draft, revision):
    page = PageFile("een-pagina", draft, revision, digest_of(draft))
    assert read_page(write_page(page)) == page
    assert digest_of(read_page(write_page(page)).draft) == page.digest


def _zip(pages, contents=None):
    target = io.BytesIO()
    write_bundle(target, pages, (contents or {}).get)
    return target.getvalue()


def test_an_archive_comes_back_as_it_went_and_is_the_same_each_time():
    file = FileOfPage(7, "kaart.png", "Een kaart", "image/png", "a" * 64)
    pages = [
        PageFile("een", Draft(title="Een", body="x"), 1, digest_of(Draft(title="Een", body="x")), (file,))
    ]
    content = _zip(pages, {"a" * 64: b"bytes"})
    assert content == _zip(pages, {"a" * 64: b"bytes"})
    bundle = read_bundle(content, 10**6)
    assert (bundle.pages, bundle.troubles) == (tuple(pages), ())
    assert bundle.content("een/kaart.png") == b"bytes"
    assert bundle.content("een/ander.png") is None


HEAD = "---\nslug: een\ntitle: Een\n{more}---\n\ntekst\n"


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("tekst", "page_file_no_head", None),
        ("---\ntitle: x\n", "page_file_no_head", None),
        (HEAD.format(more="a: [\n"), "page_file_malformed", "---"),
        (HEAD.format(more="- x\n"), "page_file_malformed", "---"),
        ("---\n- a\n---\n", "page_file_malformed", "---"),
        (HEAD.format(more="fields: &a {question: x}\nsources: *a\n"), "page_file_malformed", "---"),
        (HEAD.format(more=f"fields: {'[' * 40}{']' * 40}\n"), "page_file_malformed", "---"),
        (HEAD.format(more="onbekend: x\n"), "page_file_malformed", "onbekend"),
        (HEAD.format(more="kind: raadsel\n"), "page_file_malformed", "kind"),
        (HEAD.format(more="slug: ../x\n"), "page_file_malformed", "slug"),
        (HEAD.format(more="categories: [maan]\n"), "page_file_malformed", "categories"),
        (HEAD.format(more="aliases: x\n"), "page_file_malformed", "aliases"),
        (HEAD.format(more="is_core: maybe\n"), "page_file_malformed", "is_core"),
        (HEAD.format(more="revision: -1\n"), "page_file_malformed", "revision"),
        (HEAD.format(more="fields: {raar: x}\n"), "page_file_malformed", "raar"),
        (HEAD.format(more="kind: faq\nfields: {question: [[x]]}\n"), "page_file_malformed", "question"),
        (HEAD.format(more="sources: [{url: x}]\n"), "page_file_malformed", "sources"),
        (HEAD.format(more="attachments: [{name: ../x}]\n"), "page_file_malformed", "attachments"),
        ("---\nslug: een\n---\n" + "x" * 5_000_000, "page_file_large", None),
        ("---\nslug: een\n---\n" + "x" * 600_000, "page_file_large", None),
    ],
)
def test_what_is_no_page_is_refused_by_what_is_wrong(text, code, part):
    with pytest.raises(Unreadable) as refused:
        read_page(text)
    assert refused.value.code == code
    assert refused.value.params.get("part") == part


def test_a_file_of_an_editor_with_other_line_ends_is_read():
    page = read_page(HEAD.format(more="").replace("\n", "\r\n"))
    assert (page.slug, page.draft.title, page.draft.body) == ("een", "Een", "tekst")


def test_values_stay_the_text_that_was_typed():
    page = read_page(HEAD.format(more="abstract: on\naliases: [2026-03-31, null, 1e3]\n"))
    assert (page.draft.abstract, page.draft.aliases) == ("on", ("2026-03-31", "null", "1e3"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04rommel", "bundle_malformed"),
        (b"\xff\xfe", "page_file_no_head"),
        (b"", "page_file_no_head"),
    ],
)
def test_what_is_no_archive_is_refused(content, code):
    with pytest.raises(Unreadable, match=code):
        read_bundle(content, 1000)


def test_an_archive_is_bounded_and_names_each_file_that_is_wrong():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pages/een.md", HEAD.format(more=""))
        archive.writestr("pages/twee.md", HEAD.format(more=""))
        archive.writestr("pages/drie.md", "niets")
        archive.writestr("readme.txt", "x" * 2000)
    bundle = read_bundle(target.getvalue(), 10_000)
    assert [page.slug for page in bundle.pages] == ["een"]
    assert [(trouble.name, trouble.code) for trouble in bundle.troubles] == [
        ("pages/drie.md", "page_file_no_head"),
        ("pages/twee.md", "page_file_twice"),
    ]
    with pytest.raises(Unreadable, match="bundle_large"):
        read_bundle(target.getvalue(), 1000)
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(Unreadable, match="bundle_empty"):
        read_bundle(empty.getvalue(), 1000)
