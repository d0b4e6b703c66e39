"""A test client that is also a reviewer: every page it opens is checked for what all pages owe."""

import secrets
from collections import Counter
from contextvars import copy_context
from typing import Any

import html5lib
from bs4 import BeautifulSoup
from flask import Flask, url_for
from itsdangerous import URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from core.database import db
from core.web.headers import HEADERS, POLICY

PASSWORD = "routekaart-demo"
PARSED_OF_A_KIND = 6
_parsed: Counter[str] = Counter()


class Page(BeautifulSoup):
    """A parsed page with the response it came from."""

    response: TestResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def location(self) -> str:
        return self.response.headers.get("Location", "")


class Browser:
    """Opens pages by endpoint or address, keeps cookies, and reviews."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def address(self, target: str, **values: Any) -> str:
        """Return the address of an endpoint, or ``target`` itself when it is an address."""
        if target.startswith("/"):
            return target
        with self.app.test_request_context("/"):
            return url_for(target, **values)

    def get(self, target: str, *, expect: int = 200, headers: Any = None, **values: Any) -> Page:
        """Open a page and review it."""
        response = self._open(self.address(target, **values), method="GET", headers=headers)
        return self._review(response, expect)

    def post(
        self,
        target: str,
        *,
        data: dict[str, Any] | None = None,
        expect: int = 302,
        csrf: bool = True,
        **values: Any,
    ) -> Page:
        """Send a form, with a valid CSRF token unless told otherwise, and review the answer."""
        form = dict(data or {})
        if csrf:
            form["csrf_token"] = self._csrf_token()
        response = self._open(self.address(target, **values), method="POST", data=form)
        return self._review(response, expect)

    def submit(
        self, page: Page, *, to: str, expect: int = 302, selector: str = "main form", **changes: Any
    ) -> Page:
        """Send the form of ``page`` as a person would: as filled in, with some changes."""
        form = page.select_one(selector)
        assert form is not None, f"no form at {selector}"
        return self.post(to, data={**filled_in(form), **changes}, expect=expect)

    def sign_in(self, person: Any) -> "Browser":
        """Sign in by the sign-in form, as ``person`` or an e-mail address."""
        email = person if isinstance(person, str) else person.email
        self.post("/login", data={"email": email, "password": PASSWORD})
        return self

    def _open(self, address: str, **how: Any) -> TestResponse:
        """Send a request as a server gets it: with a context, a session and a transaction of its own."""
        pending = [*db.session.new, *db.session.dirty, *db.session.deleted]
        assert not pending, f"commit before you open a page: {pending}"
        db.session.rollback()

        def send() -> TestResponse:
            with self.app.app_context():
                return self.client.open(address, buffered=True, **how)

        return copy_context().run(send)

    def _csrf_token(self) -> str:
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        return str(URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(raw))

    def _review(self, response: TestResponse, expect: int) -> Page:
        text = response.get_data(as_text=True) if response.mimetype.startswith("text") else ""
        assert response.status_code == expect, f"{response.status_code}, not {expect}: {text[:3000]}"
        for name in HEADERS:
            assert name in response.headers, f"{name} is missing"
        page = Page(text, "html.parser")
        page.response = response
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 308):
            assert response.headers["Content-Security-Policy"] == POLICY
            review_html(text, page, self._kind_of(response))
        return page

    def _kind_of(self, response: TestResponse) -> str:
        """Return the view and the status of an answer; empty for what no view answers."""
        asked = response.request
        try:
            endpoint, _values = self.app.url_map.bind("localhost").match(asked.path, method=asked.method)
        except HTTPException:
            return ""
        return f"{endpoint} {response.status_code}"


def review_html(text: str, page: BeautifulSoup, kind: str = "") -> None:
    """Check what every HTML page owes its readers.

    The strict parser is slow, and says the same of a page of the same ``kind`` time after time:
    after the first few it is left out. All else is checked on every page.
    """
    if _parsed[kind] < PARSED_OF_A_KIND:
        html5lib.HTMLParser(strict=True).parse(text)
        _parsed[kind] += bool(kind)
    assert page.title is not None
    assert page.title.text.strip(), "a page has a title"
    assert page.html is not None
    assert page.html.get("lang") in ("nl", "en")
    by_name: dict[str, list[Any]] = {}
    ids: list[Any] = []
    for element in page.find_all(True):
        by_name.setdefault(element.name, []).append(element)
        if "id" in element.attrs:
            ids.append(element["id"])
        assert not element.attrs.keys() & {"style", "onclick"}, f"no style or script in {element}"
    assert len(by_name.get("h1", [])) == 1, "a page has one h1"
    assert len(ids) == len(set(ids)), f"ids occur twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    assert "style" not in by_name
    assert all(one.get("src") or one.get("type") == "application/json" for one in by_name.get("script", []))
    labelled = {label.get("for") for label in by_name.get("label", [])}
    for field in (one for name in ("input", "select", "textarea") for one in by_name.get(name, [])):
        if field.get("type") in ("hidden", "submit", "button", "image"):
            continue
        has_label = field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby")
        assert has_label or field.find_parent("label"), f"no label on {field}"
    for image in by_name.get("img", []):
        assert image.has_attr("alt"), f"no alt on {image}"
    for form in by_name.get("form", []):
        if str(form.get("method", "")).lower() == "post":
            assert form.find(attrs={"name": "csrf_token"}), f"no CSRF token in {form}"


def filled_in(form: Any) -> dict[str, Any]:
    """Return what a browser would send for ``form`` as it stands; lists for repeated names."""
    data: dict[str, Any] = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        name, kind = field["name"], field.get("type", "")
        if kind in ("submit", "button", "file", "image") or field.has_attr("disabled"):
            continue
        if kind in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.select("option[selected]") or (
                [] if field.has_attr("multiple") else field.select("option")[:1]
            )
            values = [option.get("value", option.text) for option in chosen]
        elif field.name == "textarea":
            values = [field.text.removeprefix("\n")]
        else:
            values = [field.get("value", "on" if kind == "checkbox" else "")]
        for value in values:
            data.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in data.items()}
