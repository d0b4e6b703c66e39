"""The page as JSON: the ETag of its revision, writes only by If-Match, and the same rights as the form."""

import pytest

from wiki.queries.pages import find_page
from wiki.rules.terms import PageKind

ADDRESS = "/api/v1/wiki/adres"


@pytest.fixture
def writer(make_person):
    return make_person("contributor")


@pytest.fixture
def signed_in(browser, writer):
    return browser.sign_in(writer)


def ask(browser, address: str, method: str = "GET", **how):
    """Send a request as a program would, in a context of its own."""
    return browser._open(address, method=method, **how)


def put(browser, sent, *, tag: str | None, address: str = ADDRESS, token: str | None = None):
    """Send a change as a program would: with the token that came with a GET."""
    if token is None:
        token = ask(browser, address, follow_redirects=True).headers.get("X-CSRFToken", "")
    headers = {"X-CSRFToken": token} | ({"If-Match": tag} if tag is not None else {})
    return ask(browser, address, method="PUT", json=sent, headers=headers)


def test_everyone_reads_a_page_with_its_etag(browser, make_page):
    make_page(title="Adres", body="een", kind=PageKind.DATASET, fields={"keys": "BAG"})
    answer = ask(browser, ADDRESS)
    assert answer.status_code == 200
    assert answer.json["title"] == "Adres"
    assert answer.json["fields"] == {"keys": "BAG"}
    assert (answer.json["revision"], answer.json["url"]) == (1, "/wiki/adres")
    assert "X-CSRFToken" not in answer.headers
    same = ask(browser, ADDRESS, headers={"If-None-Match": answer.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")


def test_a_change_by_who_read_the_live_revision_is_saved(signed_in, make_page, writer):
    make_page(title="Adres", body="een", abstract="blijft")
    first = ask(signed_in, ADDRESS)
    answer = put(signed_in, {**first.json, "body": "twee", "summary": "omdat"}, tag=first.headers["ETag"])
    assert (answer.status_code, answer.json["revision"], answer.json["body"]) == (200, 2, "twee")
    assert answer.headers["ETag"] != first.headers["ETag"]
    assert find_page("adres", writer).abstract == "blijft"
    again = put(signed_in, {"title": "Adressen"}, tag=answer.headers["ETag"])
    assert (again.json["title"], again.json["body"]) == ("Adressen", "twee")


@pytest.mark.parametrize(
    ("tag", "status"),
    [
        (None, 428),
        ("*", 428),
        ('"999"', 412),
        ('"1"', 412),
        ('W/"{tag}"', 412),
        ('"zomaar", "x"', 412),
    ],
)
def test_without_the_live_revision_nothing_is_saved(signed_in, make_page, change_page, writer, tag, status):
    page = make_page(title="Adres", body="een")
    old = ask(signed_in, ADDRESS).headers["ETag"]
    change_page(page, body="van een ander")
    live = ask(signed_in, ADDRESS).headers["ETag"].strip('"')
    for given in (tag.format(tag=live) if tag else tag, old if status == 412 else tag):
        answer = put(signed_in, {"body": "mijn"}, tag=given)
        assert answer.status_code == status
        assert answer.json["error"]
    assert find_page("adres", writer).body == "van een ander"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ([], ""),
        ({"titel": "x"}, "titel"),
        ({"title": 3}, "title"),
        ({"title": ""}, "title"),
        ({"body": "x" * 500_001}, "body"),
        ({"kind": "zomaar"}, "kind"),
        ({"categories": ["zomaar"]}, "categories"),
        ({"domains": ["zomaar"]}, "domains"),
        ({"sources": [{"source": 1}]}, "sources"),
        ({"fields": {"zomaar": "x"}}, "zomaar"),
        ({"fields": []}, "fields"),
        ({"summary": 1}, "summary"),
        ({"fields": {"a": {"b": {"c": {"d": {"e": {}}}}}}}, "a"),
    ],
)
def test_what_is_not_right_is_refused_by_member(signed_in, make_page, writer, sent, field):
    make_page(title="Adres", body="een")
    tag = ask(signed_in, ADDRESS).headers["ETag"]
    answer = put(signed_in, sent, tag=tag)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field
    assert answer.json["errors"][0]["message"]
    assert find_page("adres", writer).revision == 1


def test_who_may_not_write_does_not(browser, other_browser, make_page, make_person, writer):
    make_page(title="Adres", is_core=True)
    tag = ask(browser, ADDRESS).headers["ETag"]
    browser.get("/login")
    assert put(browser, {"body": "x"}, tag=tag, token="").status_code == 400
    other_browser.sign_in(writer)
    assert put(other_browser, {"body": "x"}, tag=tag, token="onzin").status_code == 400
    reader = make_person()
    other_browser.post("/logout")
    other_browser.sign_in(reader)
    refused = put(other_browser, {"body": "x"}, tag=tag)
    assert (refused.status_code, refused.mimetype) == (403, "application/json")


def test_core_values_are_accepted_as_a_proposal(signed_in, make_page, writer):
    make_page(title="Adres", is_core=True, abstract="Kern.", body="een")
    tag = ask(signed_in, ADDRESS).headers["ETag"]
    answer = put(signed_in, {"abstract": "Anders.", "body": "twee"}, tag=tag)
    assert answer.status_code == 202
    assert (answer.json["abstract"], answer.json["body"]) == ("Kern.", "twee")
    assert "/wiki/review/" in answer.headers["Link"]
    again = put(signed_in, {"body": "drie"}, tag=answer.headers["ETag"])
    assert (again.status_code, again.json["abstract"]) == (200, "Kern.")


def test_is_core_is_for_curators(signed_in, make_page, writer):
    make_page(title="Adres")
    tag = ask(signed_in, ADDRESS).headers["ETag"]
    assert put(signed_in, {"is_core": True, "body": "x"}, tag=tag).status_code == 200
    assert not find_page("adres", writer).is_core


def test_what_is_no_json_is_refused_in_json(signed_in, make_page):
    make_page(title="Adres")
    got = ask(signed_in, ADDRESS)
    headers = {"X-CSRFToken": got.headers["X-CSRFToken"], "If-Match": got.headers["ETag"]}
    for kind, status in (("application/json", 400), ("text/plain", 415)):
        answer = ask(signed_in, ADDRESS, method="PUT", data="{", headers=headers, content_type=kind)
        assert (answer.status_code, answer.mimetype) == (status, "application/json")


def test_what_is_gone_or_moved_answers_so(signed_in, make_page, make_person, other_browser):
    make_page(title="Adres", body="een")
    form = signed_in.get("/wiki/adres/rename")
    signed_in.submit(form, to="/wiki/adres/rename", expect=303, slug="plek")
    moved = ask(signed_in, ADDRESS)
    assert (moved.status_code, moved.headers["Location"]) == (301, "/api/v1/wiki/plek")
    tag = ask(signed_in, "/api/v1/wiki/plek").headers["ETag"]
    assert put(signed_in, {"body": "twee"}, tag=tag).json["slug"] == "plek"
    unknown = ask(signed_in, "/api/v1/wiki/geen")
    assert (unknown.status_code, unknown.mimetype) == (404, "application/json")
    curator = other_browser.sign_in(make_person("wiki_curator"))
    form = curator.get("/wiki/plek/delete")
    curator.submit(form, to="/wiki/plek/delete", expect=303, summary="dubbel")
    assert ask(signed_in, "/api/v1/wiki/plek").status_code == 404
    tag = ask(curator, "/api/v1/wiki/plek").headers["ETag"]
    assert put(curator, {"body": "x"}, tag=tag, address="/api/v1/wiki/plek").status_code == 422
