"""Pages out as files and back in: on the screen and by command, without loss, never half."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from accounts.rules.terms import Role
from core.audit import AuditEvent
from core.database import db
from tests.factories.wiki import DATASET, DEFINITIONS, RELATIONS
from tests.rules.test_wiki_attachments_types import PNG
from wiki.actions import attachments
from wiki.actions.exporting import export_page
from wiki.actions.writing import current_draft
from wiki.models import Page, Proposal
from wiki.queries.pages import find_page, read_page
from wiki.rules.page_file import read_page as read_file
from wiki.rules.page_file import write_page
from wiki.rules.terms import PageKind


@pytest.fixture
def curator(browser, make_person):
    return browser.sign_in(make_person(Role.WIKI_CURATOR))


def exported(slug: str) -> str:
    page = find_page(slug, None)
    text = write_page(export_page(page))
    db.session.rollback()
    return text


def upload(browser, content: str | bytes, expect=200, name="pagina.md"):
    data = content.encode() if isinstance(content, str) else content
    return browser.post("/wiki/import", data={"file": (BytesIO(data), name)}, expect=expect)


def confirm(browser, preview, expect=303, **more):
    return browser.submit(preview, to="/wiki/import", expect=expect, **more)


def whole(slug: str):
    page = read_page(Page.slug == slug)
    db.session.rollback()
    return page


def draft_now(slug: str):
    draft = current_draft(read_page(Page.slug == slug))
    db.session.rollback()
    return draft


def test_a_page_goes_out_with_all_it_holds_and_a_visitor_may_take_it(browser, make_page):
    make_page(
        title="Kaart", slug="kaart", body="Eén\n\n- twee", kind=PageKind.OBJECT,
        aliases=("plattegrond",), fields={"definitions": DEFINITIONS, "relations": RELATIONS},
    )  # fmt: skip
    response = browser.get("/wiki/kaart/export.md").response
    assert response.mimetype == "text/markdown"
    assert response.headers["Content-Disposition"] == 'attachment; filename="kaart.md"'
    file = read_file(response.get_data(as_text=True))
    assert (file.slug, file.revision, file.draft.body) == ("kaart", 1, "Eén\n\n- twee")
    assert [row["name"] for row in file.draft.fields["definitions"]] == ["Kadaster", "Waterschap"]


def test_what_goes_out_and_is_emptied_comes_back_the_same(curator, make_page, app, tmp_path):
    page = make_page(title="Bron", slug="bron", kind=PageKind.DATASET, fields=DATASET, body="Zie [[Kaart]].")
    make_page(title="Kaart", slug="kaart", body="Tekst.")
    picture = attachments.add_attachment(
        read_page(Page.id == page.id), name="b.png", content=PNG, alt="Beeld", by=page_author()
    )
    db.session.commit()
    old = f"/wiki/bron/attachments/{picture.id}/b.png"
    change(page, body=f"Zie [[Kaart]]. ![Beeld]({old})")
    archive = curator.get("/wiki/export?download=1").response.data
    assert sorted(ZipFile(BytesIO(archive)).namelist()) == [
        "attachments/bron/b.png",
        "pages/bron.md",
        "pages/kaart.md",
    ]
    assert curator.get("/wiki/export?download=1").response.data == archive
    before = draft_now("bron")
    for name in ("page_link", "attachment", "page_revision", "page_life", "page"):
        db.session.execute(db.metadata.tables[name].delete())
    db.session.commit()
    file = tmp_path / "kennisbank.zip"
    file.write_bytes(archive)
    assert app.test_cli_runner().invoke(args=["import", "wiki", str(file), "--apply"]).exit_code == 0
    link = curator.get("/wiki/bron").select_one(".prose img")["src"]
    assert curator.get(link).response.data == PNG
    after = draft_now("bron")
    assert after == replace(before, body=after.body)
    assert after.body == before.body.replace(old, link)
    again = upload(curator, archive, name="kennisbank.zip")
    assert "Gelijk: hier verandert niets 2" in " ".join(again.main.text.split())


def page_author():
    from core.audit import SYSTEM

    return SYSTEM


def change(page, **values):
    from tests import factories

    return factories.change_page(page, **values)


def test_a_changed_file_changes_its_page_and_keeps_the_history(curator, make_page):
    make_page(title="Adres", slug="adres", body="een")
    preview = upload(curator, exported("adres").replace("een\n", "twee\n"))
    assert "Gewijzigd" in preview.text
    assert whole("adres").body == "een"
    confirm(curator, preview, summary="van buiten")
    page = whole("adres")
    assert (page.body, page.revision) == ("twee", 2)
    assert "van buiten" in curator.get("/wiki/adres/history").text


def test_what_others_saved_since_the_export_stays(curator, make_page):
    page = make_page(title="Adres", slug="adres", body="een\n\ntwee\n\ndrie")
    file = exported("adres")
    change(page, body="een\n\ntwee\n\ndrie en meer")
    preview = upload(curator, file.replace("\neen\n", "\néén\n"))
    assert "samen met wat anderen opsloegen" in preview.text
    confirm(curator, preview)
    assert whole("adres").body == "één\n\ntwee\n\ndrie en meer"


def test_a_clash_is_left_as_it_is_and_only_passed_over_when_that_is_said(curator, make_page):
    page = make_page(title="Adres", slug="adres", body="een")
    make_page(title="Bedrijf", slug="bedrijf", body="een")
    archive = curator.get("/wiki/export?download=1").response.data
    change(page, body="anders")
    target = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(target, "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(b"\neen\n", b"\nnieuw\n"))
    preview = upload(curator, target.getvalue(), name="a.zip")
    assert "dezelfde plek" in preview.text
    refused = confirm(curator, preview, expect=422)
    assert "die botsen" in refused.text
    assert whole("bedrijf").body == "een"
    confirm(curator, refused, leave_clashes="y")
    assert (whole("adres").body, whole("bedrijf").body) == ("anders", "nieuw")


def test_a_file_from_elsewhere_overwrites_nothing(curator, make_page):
    make_page(title="Adres", slug="adres", body="hier")
    text = "---\nslug: adres\ntitle: Adres\nrevision: 1\ndigest: x\n---\n\ndaar\n"
    preview = upload(curator, text)
    assert "dit bestand is niet van hier" in preview.text
    assert not preview.select("[name=mark]")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"niets", "Dit is geen pagina"),
        (b"PK\x03\x04", "beschadigd"),
        (b"---\nslug: x\ntitle: ''\n---\n", "Geef de pagina een titel"),
        (b"---\nslug: nieuw\ntitle: Adres\n---\n", "Er is al een pagina met deze titel"),
        (b"---\nslug: nieuw\ntitle: Nieuw\nattachments: [{name: a.png}]\n---\n", "a.png ontbreekt"),
    ],
)
def test_one_wrong_file_and_nothing_is_read_in(curator, make_page, content, words):
    make_page(title="Adres", slug="adres")
    answer = upload(curator, content, expect=422)
    assert words in answer.text
    assert db.session.scalar(select(func.count(Page.id))) == 1


def test_a_mark_of_another_or_of_old_reads_nothing_in(curator, other_browser, make_person):
    preview = upload(curator, "---\nslug: nieuw\ntitle: Nieuw\n---\n\nx\n")
    mark = preview.select_one("[name=mark]")["value"]
    other_browser.sign_in(make_person(Role.WIKI_CURATOR))
    answer = other_browser.post("/wiki/import", data={"mark": mark}, expect=422)
    assert "Kies het bestand opnieuw" in answer.text
    curator.post("/wiki/import", data={"mark": mark + "x"}, expect=422)
    assert db.session.scalar(select(func.count(Page.id))) == 0


def test_who_may_what(browser, make_page, make_person):
    make_page(title="Adres", slug="adres")
    browser.get("/wiki/export", expect=302)
    browser.get("/wiki/import", expect=302)
    browser.sign_in(make_person(Role.CONTRIBUTOR))
    browser.get("/wiki/export")
    browser.get("/wiki/import", expect=403)
    browser.post("/wiki/import", data={"file": (BytesIO(b"x"), "x.md")}, expect=403)


def test_a_deleted_page_goes_nowhere(browser, make_page, make_person):
    page = make_page(title="Geheim", slug="geheim")
    db.session.execute(db.update(Page).values(deleted_at=page.changed_at))
    db.session.commit()
    browser.get("/wiki/geheim/export.md", expect=404)
    browser.sign_in(make_person(Role.CONTRIBUTOR))
    browser.get("/wiki/export?download=1", expect=422)


def test_exporting_takes_as_many_queries_for_many_pages(curator, make_page, count_queries):
    make_page(title="Een", slug="een")
    with count_queries() as one:
        curator.get("/wiki/export?download=1")
    for number in range(5):
        make_page(title=f"Pagina {number}")
    with count_queries() as many:
        curator.get("/wiki/export?download=1")
    assert len(many) == len(one)


def test_the_commands_do_the_same_and_take_core_pages_too(app, make_page, tmp_path):
    make_page(title="Kern", slug="kern", body="een", is_core=True)
    run = app.test_cli_runner().invoke
    file = tmp_path / "wiki.zip"
    done = run(args=["export", "wiki", str(file)])
    assert done.exit_code == 0, done.output
    assert "1 pages written" in done.output
    assert "Nothing is changed" in run(args=["import", "wiki", str(file)]).output
    target = tmp_path / "kern.md"
    target.write_bytes(ZipFile(file).read("pages/kern.md").replace(b"\neen\n", b"\ntwee\n"))
    done = run(args=["import", "wiki", str(target), "--apply"])
    assert (done.exit_code, "changed: kern" in done.output) == (0, True), done.output
    assert whole("kern").body == "twee"
    assert db.session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.verb == "page.edited")) == 1
    target.write_text("niets")
    assert run(args=["import", "wiki", str(target)]).exit_code == 1
    assert run(args=["import", "wiki", str(tmp_path / "er-niet")]).exit_code == 2


def test_core_values_that_are_read_in_wait_for_another_curator(curator, make_page):
    make_page(title="Kern", slug="kern", body="een", abstract="oud", is_core=True)
    file = exported("kern").replace("abstract: oud", "abstract: nieuw")
    confirm(curator, upload(curator, file))
    assert whole("kern").abstract == "oud"
    assert "wachten kernwaarden" in curator.get("/wiki/recent").text
    assert db.session.scalar(select(func.count(Proposal.id))) == 1
