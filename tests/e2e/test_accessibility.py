"""axe-core finds nothing, nothing sticks out, on every kind of page, wide and at 320 pixels."""

import pytest

PUBLIC = [
    "/",
    "/about",
    "/method",
    "/accessibility",
    "/privacy",
    "/login",
    "/forgot-password",
    "/use-cases/",
    "/use-cases/?q=niets-gevonden",
    "/use-cases/SOC-001",
    "/use-cases/SOC-001/history",
    "/domains/",
    "/domains/sociaal-domein",
    "/domains/industrie",
    "/domains/sociaal-domein/portfolio",
    "/domains/sociaal-domein/roadmap",
    "/roadmap",
    "/decisions/",
    "/decisions/SOC-2021-001",
    "/domains/veiligheid/not-chosen",
    "/progress/",
    "/progress/value-chance",
    "/progress/mix",
    "/progress/roadmap",
    "/progress/coverage",
    "/progress/action-points",
    "/progress/budget",
    "/actions/",
    "/system-functions/",
    "/system-functions/FDS-1",
    "/organisations/",
    "/organisations/gemeente-amsterdam",
    "/search?q=water",
    "/search?q=watre",
    "/search?q=qqqqqq",
    "/wiki/",
    "/wiki/?kind=lesson",
    "/wiki/doelbinding",
    "/wiki/huishouden",
    "/wiki/basisregistratie-personen",
    "/wiki/les-eenmaal-openen-vaak-gebruiken",
    "/wiki/datastrategie-maken-in-acht-stappen",
    "/wiki/doelbinding/history",
    "/wiki/doelbinding/blame",
    "/wiki/recent",
    "/wiki/wanted",
    "/wiki/orphans",
    "/wiki/geen-pagina",
    "/bestaat-niet",
]
SIGNED_IN = {
    "secretaris": [
        "/",
        "/use-cases/SOC-007",
        "/use-cases/SOC-007/edit",
        "/use-cases/SOC-007/phase",
        "/use-cases/SOC-007/score",
        "/use-cases/SOC-007/merge",
        "/use-cases/import",
        "/use-cases/new",
        "/domains/sociaal-domein/portfolio",
        "/domains/sociaal-domein/decisions/",
        "/domains/sociaal-domein/decisions/new?code=SOC-007",
        "/domains/sociaal-domein/meetings/1",
        "/account/",
    ],
    "bijdrager": ["/wiki/new?kind=dataset", "/wiki/data-aanjager/edit"],
    "redacteur": ["/wiki/doelbinding/edit", "/wiki/data-aanjager/delete", "/wiki/data-aanjager/attachments"],
    "beheer": ["/admin/people", "/admin/domains", "/admin/organisations", "/admin/audit"],
    "programma": ["/actions/1.1/edit"],
}
CASES = [("", path) for path in PUBLIC] + [
    (name, path) for name, paths in SIGNED_IN.items() for path in paths
]


@pytest.fixture(scope="module")
def readers(chromium, site):
    """One window per person and width, so that each signs in once."""
    from tests.e2e.conftest import Visitor

    windows: dict[tuple[str, int], Visitor] = {}

    def reader(name: str, width: int) -> Visitor:
        if (name, width) not in windows:
            visitor = Visitor(chromium, site, width)
            visitor.expected_statuses = {404, 422}
            windows[name, width] = visitor.sign_in(name) if name else visitor
        return windows[name, width]

    yield reader
    for visitor in windows.values():
        visitor.close()


@pytest.mark.parametrize(("name", "path"), CASES)
def test_nothing_stands_in_the_way_of_anyone(readers, name, path):
    wide = readers(name, 1280)
    wide.open(path)
    unfold(wide)
    assert not wide.axe()
    wide.check()

    narrow = readers(name, 320)
    narrow.open(path)
    assert narrow.overflow() <= 0
    assert not narrow.axe()
    narrow.check()


@pytest.mark.parametrize(
    ("name", "path", "button"),
    [("", "/login", "main form button"), ("secretaris", "/use-cases/new", "main form [type=submit]")],
)
def test_a_form_with_errors_is_accessible_too(readers, name, path, button):
    visitor = readers(name, 320)
    page = visitor.open(path)
    page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
    page.locator(button).last.click()
    page.wait_for_load_state()
    assert not visitor.axe()


def unfold(visitor) -> None:
    """Open what is folded away, so that it is checked too."""
    visitor.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
