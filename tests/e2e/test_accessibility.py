"""axe-core finds nothing, nothing sticks out, on every kind of page, wide and at 320 pixels."""

import pytest

from core.database import today

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 900}
# What else than the width decides was looked at on the wide page: the same elements, names and colours.
BY_WIDTH = [
    *("target-size", "scrollable-region-focusable", "region", "bypass", "skip-link", "aria-hidden-focus"),
    *("heading-order", "empty-heading", "page-has-heading-one", "landmark-one-main", "landmark-unique"),
    *("label", "link-name", "button-name", "select-name", "nested-interactive", "link-in-text-block"),
]
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
    "/progress/charts",
    "/progress/phase-flow",
    "/progress/frontier",
    "/progress/use-cases?status=red",
    "/progress/milestones?state=missed",
    "/domains/sociaal-domein/progress",
    "/progress/value-chance",
    "/progress/mix",
    "/domains/sociaal-domein/not-chosen",
    "/domains/sociaal-domein/criteria",
    "/domains/sociaal-domein/roadmap/versions",
    "/use-cases/SOC-001/assessment",
    "/assessments/",
    "/progress/roadmap",
    "/progress/calibration",
    "/progress/status",
    "/progress/drift",
    "/progress/execution-index",
    "/progress/burn-up",
    "/progress/milestone-trend",
    "/progress/scale-up",
    "/progress/maturity",
    "/progress/results",
    "/progress/freshness",
    "/progress/capacity",
    "/progress/preconditions",
    "/progress/benefits",
    "/progress/forecast",
    "/preconditions/",
    "/preconditions/1",
    "/wiki/compare",
    "/wiki/relations",
    "/wiki/path",
    "/wiki/fair-meter",
    "/wiki/glossary",
    "/wiki/faq",
    "/wiki/toolbox",
    "/wiki/categories/person",
    "/wiki/doelbinding/discussion",
    "/wiki/doelbinding/doubts",
    "/progress/coverage",
    "/progress/action-points",
    "/progress/budget",
    "/actions/",
    "/agendas/",
    "/agendas/voorbeeldagenda-open-data",
    "/reports/",
    f"/reports/VR-{today().year}-001",
    "/system-functions/",
    "/system-functions/FDS-1",
    "/organisations/",
    "/organisation-counts/",
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
        "/domains/sociaal-domein/meetings/",
        "/domains/sociaal-domein/rounds/",
        "/domains/sociaal-domein/roadmap/edit/SOC-008",
        "/domains/sociaal-domein/roadmap/proposal?promised=1",
        "/domains/sociaal-domein/roadmap/capacity",
        "/roadmap/edit",
        "/domains/sociaal-domein/rounds/1/results",
        "/domains/sociaal-domein/rounds/2",
        "/domains/sociaal-domein/rounds/new",
        "/domains/sociaal-domein/scenarios/",
        "/domains/sociaal-domein/scenarios/1",
        "/domains/sociaal-domein/scenarios/new",
        "/domains/sociaal-domein/criteria/weights",
        "/domains/sociaal-domein/criteria/edit",
        "/domains/sociaal-domein/portfolio/changes",
        "/domains/sociaal-domein/roadmap/edit",
        "/use-cases/SOC-001/assessment/edit",
        "/use-cases/SOC-001/update",
        "/use-cases/SOC-001/benefits",
        "/use-cases/SOC-002/preconditions",
        "/use-cases/SOC-001/risks",
        "/preconditions/1/edit",
        "/use-cases/SOC-001/scale-up",
        "/use-cases/SOC-001/scale-up/new",
        "/notifications",
        "/notifications/settings",
        "/notifications/outbox",
        "/domains/sociaal-domein/decisions/new?code=SOC-007",
        "/domains/sociaal-domein/meetings/1",
        "/account/",
    ],
    "bijdrager": [
        "/wiki/new?kind=dataset",
        "/wiki/data-aanjager/edit",
        "/organisations/gemeente-breda/scale-up",
        "/organisations/gemeente-breda/scale-up/SOC-001",
    ],
    "bestuurslid": [
        "/domains/sociaal-domein/rounds/2/score",
        "/domains/sociaal-domein/rounds/2/score/SOC-007",
    ],
    "redacteur": [
        "/wiki/review",
        "/wiki/review/settings",
        "/wiki/upkeep",
        "/wiki/import",
        "/wiki/doelbinding/edit",
        "/wiki/data-aanjager/delete",
        "/wiki/data-aanjager/attachments",
    ],
    "beheer": ["/admin/people", "/admin/domains", "/admin/organisations", "/admin/audit"],
    "programma": [
        "/organisation-counts/new",
        "/reports/new",
        "/reports/drafts/2",
        "/reports/drafts/2/sections/summary",
        "/reports/drafts/2/publish",
        "/agendas/voorbeeld-vervolgagenda",
        "/agendas/voorbeeld-vervolgagenda/themes",
        "/agendas/data-agenda-overheid-2019-2021/next",
        "/agendas/data-agenda-overheid-2019-2021/budget/1/edit",
        "/actions/1.1/edit",
    ],
}
CASES = [("", path) for path in PUBLIC] + [
    (name, path) for name, paths in SIGNED_IN.items() for path in paths
]


@pytest.fixture(scope="module")
def readers(chromium, site):
    """One window per person, so that each signs in once."""
    from tests.e2e.conftest import Visitor

    windows: dict[str, Visitor] = {}

    def reader(name: str) -> Visitor:
        if name not in windows:
            visitor = Visitor(chromium, site)
            visitor.expected_statuses = {404, 422}
            windows[name] = visitor.sign_in(name) if name else visitor
        return windows[name]

    yield reader
    for visitor in windows.values():
        visitor.close()


@pytest.mark.parametrize(("name", "path"), CASES)
def test_nothing_stands_in_the_way_of_anyone(readers, name, path):
    visitor = readers(name)
    page = visitor.page
    page.set_viewport_size(WIDE)
    visitor.open(path)
    unfold(visitor)
    assert not visitor.axe()

    page.set_viewport_size(NARROW)
    if page.locator("[data-figure-url]").count():
        page.reload()  # what scripts draw is drawn for the width that they find
        unfold(visitor)
    assert visitor.overflow() <= 0
    assert not visitor.axe(BY_WIDTH)
    visitor.check()


@pytest.mark.parametrize(
    ("name", "path", "button"),
    [("", "/login", "main form button"), ("secretaris", "/use-cases/new", "main form [type=submit]")],
)
def test_a_form_with_errors_is_accessible_too(readers, name, path, button):
    visitor = readers(name)
    visitor.page.set_viewport_size(NARROW)
    page = visitor.open(path)
    page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
    page.locator(button).last.click()
    page.wait_for_load_state()
    assert not visitor.axe()


def unfold(visitor) -> None:
    """Open what is folded away, so that it is checked too."""
    visitor.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
