"""Every route declares who may use it, and the declared table is reviewed here by eye."""

import re
from pathlib import Path

import pytest

REVIEWED = Path(__file__).with_name("routes.txt")


def declared(app) -> list[str]:
    """Return "METHODS rule permission" of every route, in order."""
    lines = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        permission = getattr(app.view_functions[rule.endpoint], "permission", None)
        assert permission, f"{rule.endpoint} declares no permission"
        methods = ",".join(sorted(rule.methods - {"HEAD", "OPTIONS"}))
        lines.append(f"{methods:<9} {rule.rule:<60} {permission}")
    return sorted(lines, key=lambda line: line.split()[1] + line)


def test_every_route_declares_a_permission_and_the_table_was_reviewed(app):
    """After a change: python -m tests.codebase.test_routes > …/routes.txt, and read the difference."""
    assert declared(app) == REVIEWED.read_text().splitlines()


def test_addresses_are_kebab_case(app):
    for rule in app.url_map.iter_rules():
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert fixed == fixed.lower() and "_" not in fixed, rule.rule


def test_a_form_is_sent_to_an_address_that_can_be_opened(app):
    """So that a reload after an error, or a shared address, is never a dead end."""
    opened = {rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    only_sent = {"/logout"}
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and rule.rule not in only_sent:
            assert rule.rule in opened, rule.rule


@pytest.mark.parametrize(
    "path", ["/bestaat-niet", "/use-cases/XXX-999", "/domains/geen", "/wiki/geen-pagina"]
)
def test_a_wrong_address_gets_a_helpful_page(browser, path):
    page = browser.get(path, expect=404)
    assert "pagina" in page.h1.text
    english = browser.get(f"{path}?lang=en", expect=404)
    assert english.html["lang"] == "en"


if __name__ == "__main__":
    from app import create_app
    from core.settings import read_settings

    print("\n".join(declared(create_app(read_settings({"ROUTEKAART_ENV": "test"})))))
