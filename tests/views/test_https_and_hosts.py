"""What an installation behind https owes: cookies bound to the host, no strange host, no leaked session."""

import pytest

from app import create_app
from core.database import db
from core.settings import read_settings
from tests.browser import PASSWORD, Browser

SITE = "https://routekaart.voorbeeld.nl"
BEHIND_PROXY = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "routekaart.voorbeeld.nl",
    "X-Forwarded-For": "192.0.2.7",
}


@pytest.fixture
def secure(app, database, data_dir, make_person):
    """Return a browser at an application with an https address, and somebody who can sign in there."""
    email = make_person().email
    db.session.rollback()
    environ = {"ROUTEKAART_ENV": "test", "ROUTEKAART_DATA_DIR": str(data_dir), "ROUTEKAART_BASE_URL": SITE}
    environ["ROUTEKAART_DATABASE_URL"] = app.config["SETTINGS"].database_url
    site = create_app(read_settings(environ))
    browser = Browser(site)
    browser.client.environ_base |= {
        f"HTTP_{name.upper().replace('-', '_')}": value for name, value in BEHIND_PROXY.items()
    }
    yield browser, email
    with site.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_cookie_of_a_session_is_bound_to_the_host_and_to_https(secure):
    browser, email = secure
    form = browser.client.get("/login")
    cookie = form.headers["Set-Cookie"]
    token = (
        browser.client.get("/login")
        .get_data(as_text=True)
        .partition('name="csrf_token"')[2]
        .split('value="')[1]
        .split('"')[0]
    )
    data = {"email": email, "password": PASSWORD, "csrf_token": token}
    signed_in = browser.client.post("/login", data=data, headers={"Referer": f"{SITE}/login"})
    language = browser.client.get("/?lang=en").headers["Set-Cookie"]

    assert signed_in.status_code == 302
    for one in (cookie, signed_in.headers["Set-Cookie"]):
        assert one.startswith("__Host-routekaart=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in one.split(";")}
        assert "Domain" not in one
    assert "Secure" in language
    assert signed_in.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "private" in signed_in.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/", "/login", "/bestaat-niet", "/wiki/recent.atom", "/static/css/base.css"]
)
def test_a_host_that_is_not_ours_is_refused_with_a_page(secure, path):
    browser, _email = secure
    for headers in ({"X-Forwarded-Host": "kwaad.example"}, {"X-Forwarded-Host": "", "Host": "kwaad.example"}):
        response = browser.client.get(path, headers=headers)
        assert response.status_code == 400
        assert "kwaad.example" not in response.get_data(as_text=True)
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_forwarded_headers_mean_nothing_without_https(browser):
    headers = BEHIND_PROXY | {
        "X-Forwarded-Host": "kwaad.example",
        "X-Forwarded-Prefix": "/kwaad",
        "Forwarded": "host=kwaad.example",
    }
    for path in ("/", "/login", "/wiki/recent.atom", "/use-cases/new"):
        response = browser.client.get(path, headers=headers)
        assert "kwaad" not in response.get_data(as_text=True) + response.headers.get("Location", "")


def test_a_session_is_not_handed_over_by_signing_in(browser, other_browser, make_person):
    email = make_person().email
    browser.get("/login")
    before = browser.client.get_cookie("routekaart")
    if before is not None:
        other_browser.client.set_cookie("routekaart", before.value)
    browser.sign_in(email)
    assert browser.client.get_cookie("routekaart").value != (before.value if before else "")
    assert other_browser.get("/account/", expect=302).location.startswith("/login")


def test_a_cookie_from_before_signing_out_is_worth_nothing(browser, other_browser, make_person):
    browser.sign_in(make_person())
    other_browser.client.set_cookie("routekaart", browser.client.get_cookie("routekaart").value)
    assert other_browser.get("/account/").status == 200
    browser.post("/logout")
    assert other_browser.get("/account/", expect=302).location.startswith("/login")


ELSEWHERE = (
    *(
        "//kwaad.example",
        "/\\kwaad.example",
        "https://kwaad.example",
        "/%09/kwaad.example",
        "http:kwaad.example",
    ),
    *(
        "/\t/kwaad.example",
        "javascript:alert(1)",
        "/%5ckwaad.example",
        "///kwaad.example/%2e%2e",
        "@kwaad.example",
    ),
    *("/\u2028/kwaad.example", "/.//kwaad.example"),
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_nowhere_else(browser, make_person, target):
    person = make_person()
    answer = browser.post("/login", data={"email": person.email, "password": PASSWORD, "next": target})
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "path",
    [
        "//kwaad.example/",
        "//kwaad.example/..",
        "/%5ckwaad.example",
        "/use-cases",
        "//kwaad.example/use-cases",
    ],
)
def test_no_address_leads_to_another_host(browser, path):
    response = browser.client.get(path, base_url="http://localhost")
    location = response.headers.get("Location", "")
    assert not location.startswith(("//", "/\\"))
    assert "://kwaad" not in location
    text = response.get_data(as_text=True)
    assert 'href="//' not in text
    assert 'href="/\\' not in text


def test_nothing_of_who_is_signed_in_is_kept_for_others(browser, other_browser, make_person):
    person = make_person(name="Herkenbare Naam")
    for path in ("/", "/use-cases/", "/about", "/wiki/", "/?lang=en", "/?l%61ng=en", "/?lang=&lang=en"):
        browser.get(path)
    browser.sign_in(person)
    for path in ("/", "/use-cases/", "/about", "/wiki/", "/?lang=en"):
        browser.get(path)
    browser.post("/logout")
    for path in ("/", "/use-cases/", "/about", "/wiki/", "/?x=1"):
        page = other_browser.get(path)
        assert "Herkenbare Naam" not in page.text
        assert "uitgelogd" not in page.text
        assert page.html["lang"] == "nl"
