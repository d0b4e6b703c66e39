"""Whatever is sent: a clear answer below 500, in the reader's language, with the headers of every page."""

import json
import shutil
import time

import pytest

from core.database import db
from core.web.headers import HEADERS
from tests.conftest import _empty
from tests.filled import Filled

HUGE = "9" * 400
TEXTS = (
    "\x00",
    "%00",
    "a\x00b",
    HUGE,
    f"-{HUGE}",
    "-1",
    "0",
    "1e999",
    "NaN",
    "١٢",
    "½",
    "²",
    "\u202e\u200b\ufeff",
    "\U0010ffff",
    "é" * 300,
    "../../etc/passwd",
    "' OR 1=1 --",
    "%' ESCAPE '",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "[]",
    "\\",
    "%s%n",
    '"',
    "*",
    "((((",
    "a AND OR NOT",
    "~",
    "a^b:c",
    "title:x",
    "2026-99-99",
    "0000-00-00",
    "99999-Q9",
)
PARAMETERS = (
    *(
        "q",
        "page",
        "sort",
        "on",
        "domain",
        "phase",
        "size",
        "function",
        "type",
        "kind",
        "category",
        "lang",
        "next",
    ),
    *(
        "from",
        "to",
        "theme",
        "year",
        "layer",
        "core",
        "change",
        "body",
        "slug",
        "title",
        "before",
        "after",
        "verb",
    ),
)
QUERIES = (
    *(
        "lang=xx",
        "lang=",
        "lang=en&lang=nl",
        "page=0",
        "page=-1",
        f"page={HUGE}",
        "page=1&page=2",
        "page=2147483648",
    ),
    *(
        "q=%ff%fe",
        "q=%00",
        "q=%ed%a0%80",
        "%ff=%ff",
        "=",
        "&&&",
        "sort=nope",
        "sort=-",
        "on=0001-01-01",
        "on=9999-12-31",
    ),
    *(
        "on=2026-02-30",
        "a=" + "x" * 3000,
        "&".join(f"q={number}" for number in range(300)),
        "domain[]=1",
        "phase=idea&phase=nope",
    ),
)
# Written as they go over the line: bytes that are no UTF-8, and parts that no converter expects.
PATH_PARTS = (
    "%00",
    "%ff%fe",
    "%ed%a0%80",
    HUGE,
    "-1",
    "..%2f..%2fetc",
    "%2e%2e",
    "%0d%0aSet-Cookie:x",
    "é" * 100,
    "' OR 1",
    "%5c",
    "a" * 2000,
)


@pytest.fixture(scope="module")
def filled(app, data_dir):
    """Return the filled database, with a browser for each reader."""
    with app.app_context():
        _empty(data_dir)
        filled = Filled(app)
        filled.index()
        yield filled
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()
    shutil.rmtree(app.config["SETTINGS"].data_dir / "search-index", ignore_errors=True)


def who_for(rule_permission: str) -> str:
    """Return a reader who is let in."""
    if rule_permission == "admin:all":
        return "administrator"
    if rule_permission.startswith(("agenda", "system_function", "challenge", "organisation_count")):
        return "programme"
    return "curator" if rule_permission == "wiki:curate" else "secretary"


def rules(filled, method="GET"):
    """Return (reader, address) for one address of each rule."""
    for rule in filled.app.url_map.iter_rules():
        if method in rule.methods and rule.endpoint != "static":
            permission = str(getattr(filled.app.view_functions[rule.endpoint], "permission", "public"))
            yield who_for(permission), filled.addresses_of(rule)[-1][1]


def check(response, where) -> None:
    """Check what every answer owes, whatever was asked."""
    assert response.status_code < 500, where
    for name in HEADERS:
        assert name in response.headers, (where, name)
    assert "Content-Security-Policy" in response.headers, where
    if response.status_code >= 400 and response.mimetype == "text/html" and response.data:
        assert b'<html lang="' in response.data, where
        assert b"<h1" in response.data, where


def send(filled, name, address, method="GET", **how):
    started = time.monotonic()
    response = filled.browsers[name]._open(address, method=method, **how)
    assert time.monotonic() - started < 8, (address, method)
    check(response, (method, address[:200], str(how)[:200]))
    return response


def test_no_address_stumbles_over_a_strange_question(filled):
    for place, (name, address) in enumerate(rules(filled)):
        for shift in range(2):  # each rule some, all together all
            send(filled, name, f"{address}?{QUERIES[(place + shift * 11) % len(QUERIES)]}")
        values = {parameter: TEXTS[(place + at) % len(TEXTS)] for at, parameter in enumerate(PARAMETERS)}
        send(filled, name, address, query_string=values)


@pytest.mark.parametrize(
    "address", ["/search", "/use-cases/", "/actions/", "/wiki/", "/organisations/", "/progress/mix"]
)
def test_no_list_stumbles_over_any_text_or_question(filled, address):
    for text in TEXTS:
        send(filled, "anonymous", address, query_string=dict.fromkeys(PARAMETERS[:-1], text) | {"lang": "en"})
    for query in QUERIES:
        send(filled, "anonymous", f"{address}?{query}")


def test_no_address_stumbles_over_a_strange_part_of_it(filled):
    for place, rule in enumerate(filled.app.url_map.iter_rules()):
        if not rule.arguments:
            continue
        permission = str(getattr(filled.app.view_functions[rule.endpoint], "permission", "public"))
        for shift in range(4):
            part = PATH_PARTS[(place + shift * 3) % len(PATH_PARTS)]
            address = "".join(part if is_value else text for is_value, text in rule._trace if text != "|")
            send(filled, who_for(permission), address)


def test_numbers_in_addresses_may_be_of_any_length(filled):
    for number in ("0", "2147483648", "9223372036854775808", HUGE):
        for address in (
            f"/wiki/kaart/history/{number}",
            f"/wiki/kaart/diff/1..{number}",
            f"/id/page/{number}",
            f"/id/use-case/{number}",
            f"/wiki/kaart/attachments/{number}/a.png",
        ):
            assert send(filled, "anonymous", address).status_code == 404
        assert send(filled, "curator", f"/wiki/kaart/revert/{number}").status_code == 404
        assert send(filled, "administrator", f"/admin/people/{number}").status_code == 404


FIELDS = (
    *(
        "version",
        "base_revision",
        "title",
        "name",
        "slug",
        "code",
        "email",
        "summary",
        "body",
        "kind",
        "phase",
        "reason",
    ),
    *(
        "chance",
        "effort_likely",
        "effort_low",
        "cost",
        "planned_start",
        "planned_quarters",
        "happened_on",
        "on",
        "domain",
    ),
    *(
        "partners-0-organisation_id",
        "risks-0-text",
        "risks-99999-text",
        "levels-0",
        "into",
        "target",
        "role",
        "starts_on",
    ),
    *(
        "password",
        "new_password",
        "next",
        "as_of",
        "adoptions-0-adopted",
        "contributions-x-level",
        "since",
        "until",
        "level",
    ),
)


def test_no_form_stumbles_over_strange_values(filled):
    for place, (name, address) in enumerate(rules(filled, "POST")):
        if address in ("/logout", "/account/sessions"):
            continue
        browser = filled.browsers[name]
        for shift in range(3):
            data = {field: TEXTS[(place + at + shift * 7) % len(TEXTS)] for at, field in enumerate(FIELDS)}
            data |= {
                "csrf_token": browser._csrf_token(),
                "email": "geen@adres",
                "new_password": "kort",
                "password": HUGE,
            }
            data["version"] = data["base_revision"] = TEXTS[(place + shift) % len(TEXTS)]
            response = send(filled, name, address, "POST", data=data)
            assert response.status_code != 500


def test_no_form_stumbles_over_another_kind_of_body(filled):
    for name, address in rules(filled, "POST"):
        for body, kind in (
            (json.dumps({"title": ["x"]}).encode(), "application/json"),
            (b"\xff\xfe\x00=\x00", "application/x-www-form-urlencoded"),
            (b"--x\r\nno part", "multipart/form-data; boundary=x"),
            (b"", "multipart/form-data"),
            (b"<a/>", "text/xml"),
        ):
            assert send(filled, name, address, "POST", data=body, content_type=kind).status_code == 400


def part(name: str, content: bytes) -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (name.encode(), content)


@pytest.mark.parametrize("address", ["/wiki/kaart/attachments", "/use-cases/import", "/wiki/new", "/login"])
@pytest.mark.parametrize(("parts", "megabytes"), [(2100, 0), (1, 7), (1, 13)])
def test_a_form_of_too_many_parts_or_bytes_is_refused(filled, address, parts, megabytes):
    body = part("body", b"x" * (megabytes * 1024 * 1024)) * parts + b"--x--\r\n"
    response = send(
        filled, "secretary", address, "POST", data=body, content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code == 413


def test_other_methods_are_refused_or_harmless(filled):
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "HEAD", "OPTIONS"):
        for name, address in rules(filled):
            if method in ("PUT", "PATCH", "DELETE") and not address.startswith(("/use", "/log", "/wiki")):
                continue
            response = send(filled, name, address, method)
            if method == "HEAD":
                assert response.data == b""
            elif method != "OPTIONS":
                assert response.status_code in (400, 405), (method, address)


@pytest.mark.parametrize(("language", "words"), [("nl", "Deze pagina is er niet"), ("en", None)])
def test_an_error_is_told_in_the_language_of_the_reader(filled, language, words):
    response = send(filled, "reader", f"/bestaat-niet?lang={language}")
    text = response.get_data(as_text=True)
    assert f'<html lang="{language}"' in text
    assert (words in text) if words else ("Deze pagina is er niet" not in text)
    forged = send(filled, "reader", f"/use-cases/new?lang={language}", "POST")
    assert f'<html lang="{language}"' in forged.get_data(as_text=True)
    assert forged.status_code == 400
    send(filled, "reader", "/?lang=nl")
