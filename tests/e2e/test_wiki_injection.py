"""Nothing that people write runs in a real browser, not even when the content policy is switched off."""

import re
from collections.abc import Iterator

import pytest

from tests.rendering.injection_samples import SAMPLES
from wiki.rendering.convert import convert, make_markdown
from wiki.rendering.plain import as_plain

MARKER = "window.hits = []; window.hit = what => { window.hits.push(what) }"
# Does what a reader might: points, focuses, opens, and follows every link that is no ordinary address.
TRY = """() => {
  const events = ['mouseover', 'mouseenter', 'focus', 'load', 'error', 'toggle', 'animationstart'];
  const ordinary = ['http:', 'https:', 'mailto:', 'ref:'];
  for (const element of document.querySelectorAll('body, body *')) {
    const isLink = element.tagName === 'A';
    for (const name of events) element.dispatchEvent(new Event(name, {bubbles: true}));
    if (!isLink) element.dispatchEvent(new Event('click', {bubbles: true}));
    if (element.focus) element.focus();
    if (isLink && element.href && !ordinary.includes(element.protocol)) element.click();
  }
}"""
FIELDS = [
    "HTML: image with an error",
    "HTML: script",
    "HTML: svg with load",
    "HTML: textarea",
    "Markdown: link",
]


@pytest.fixture
def bare(chromium) -> Iterator:
    """A page without any content policy, that calls nobody and notes what runs."""
    context = chromium.new_context(bypass_csp=True)
    context.add_init_script(MARKER)
    page = context.new_page()
    page.route("**/*", lambda route: route.abort())
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    yield page
    context.close()


def ran(page, html: str) -> list:
    """Return what ran when a reader met ``html``."""
    page.set_content(f"<!doctype html><html lang=nl><body><main>{html}</main></body></html>")
    page.evaluate(TRY)
    # A turn of the event loop, so that what was put off (errors of images, javascript: links) comes first.
    return page.evaluate("() => new Promise(done => setTimeout(() => done(window.hits), 0))")


@pytest.mark.parametrize(
    "html",
    [
        "<img src='data:x' onerror=hit(1)>",
        "<script>hit(1)</script>",
        "<a href='javascript:hit(1)'>x</a>",
        "<p onmouseover=hit(1)>x</p>",
        "<svg onload=hit(1)>",
    ],
)
def test_the_trap_itself_works(bare, html):
    page = bare
    assert ran(page, html) or page.evaluate(
        "() => new Promise(done => setTimeout(() => done(window.hits), 500))"
    )


def test_no_rendered_sample_runs(bare):
    markdown = make_markdown()
    assert {
        name: found for name, text in SAMPLES.items() if (found := ran(bare, convert(text, markdown)[0]))
    } == {}


def test_no_sample_that_is_shown_as_typed_runs(bare):
    assert {name: found for name, text in SAMPLES.items() if (found := ran(bare, as_plain(text)))} == {}


def test_all_samples_on_one_page_run_nothing_and_call_nobody(bare):
    """What one text leaves open, the next might use."""
    called: list[str] = []
    bare.on("request", lambda request: called.append(request.url))
    html, _toc = convert("\n\n".join(SAMPLES.values()), make_markdown())

    assert not ran(bare, html)
    assert not [url for url in called if not re.match(r"about:|/wiki/", url)]


@pytest.fixture
def writer(chromium, site) -> Iterator:
    """A contributor in a browser that ignores the content policy."""
    context = chromium.new_context(bypass_csp=True, locale="nl-NL")
    context.add_init_script(MARKER)
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{site}/login")
    page.fill("[name=email]", "bijdrager@voorbeeld.nl")
    page.fill("[name=password]", "routekaart-demo")
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: "/login" not in url)
    yield page
    context.close()


@pytest.mark.parametrize("name", FIELDS)
def test_no_field_of_a_page_runs_anywhere_it_is_shown(writer, site, name):
    bad = SAMPLES[name]
    title = f"{bad} {FIELDS.index(name)}"
    writer.goto(f"{site}/wiki/new?kind=page")
    writer.fill("[name=title]", title)
    writer.fill("[name=abstract]", f"Samenvatting {bad}")
    writer.fill("[name=body]", f"## Kop {bad}\n\n{bad}\n\n[[geen pagina|{bad}]] [{bad}](/wiki/)")
    writer.fill("[name=summary]", f"Notitie {bad}")
    seen(writer)
    writer.click("button[name=preview]")
    seen(writer)
    writer.click("button[name=save]")
    writer.wait_for_url(lambda url: "/wiki/new" not in url)
    seen(writer)
    address = writer.url.split("?")[0]
    writer.goto(f"{address}/edit")
    writer.fill("[name=body]", f"Anders {bad}")
    writer.fill("[name=summary]", bad)
    writer.click("button[name=save]")
    writer.wait_for_url(lambda url: "/edit" not in url)
    attach(writer, address, bad)

    for path in ("", "/edit", "/history", "/diff/1..2", "/attachments"):
        assert writer.goto(address + path).ok, path
        seen(writer)
    for path in ("/wiki/", "/wiki/recent", "/wiki/wanted", "/search?q=samenvatting", f"/search?q={bad}", "/"):
        assert writer.goto(f"{site}{path}").ok, path
        seen(writer)


def attach(page, address: str, bad: str) -> None:
    """Attach an image whose name and words are ``bad``."""
    page.goto(f"{address}/attachments")
    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
        "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
    )
    name = bad.replace("/", "∕")
    page.set_input_files("[name=file]", {"name": f"{name}.png", "mimeType": "image/png", "buffer": dot})
    page.fill("[name=alt]", bad)
    page.click("main form button[type=submit]")
    page.wait_for_selector("tbody tr")


def seen(page) -> None:
    """Fail when something ran on this page, after its reader pointed at everything."""
    page.evaluate(
        "() => document.querySelectorAll('*').forEach(x => x.dispatchEvent(new Event('mouseover')))"
    )
    assert page.evaluate("() => new Promise(done => setTimeout(() => done(window.hits), 0))") == [], page.url
