"""From candidates to a published decision, as a board walks it; then as a visitor reads it."""

import re
from datetime import timedelta

from core.database import today

DOMAIN = "/domains/sociaal-domein"
MEMBERS = ("bestuurslid", "bestuurslid2", "bestuurslid3")
TITLE = "Ronde voor de vergadering"
REASON = "De grondslag in de wet is er nog niet."


def press(page, words: str) -> None:
    """Press the button with these words in the page itself, and wait for the answer."""
    page.locator("main").get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()


def prepare(secretary) -> str:
    """Prepare and open a round over two candidates with three scorers; return its address."""
    page = secretary.open(f"{DOMAIN}/rounds/new")
    page.fill("[name=title]", TITLE)
    for box in page.locator("[name=use_cases]").all():
        box.check()
    page.fill("[name=day]", (today() + timedelta(days=7)).isoformat())
    for field, viewpoint in zip(
        page.locator("select[name^=scorer_]").all()[:3], ("policy", "privacy", "citizens"), strict=True
    ):
        field.select_option(viewpoint)
    press(page, "Bewaar het concept")
    address = page.url.removeprefix(secretary.site)
    secretary.open(f"{address}/open")
    press(page, "Open de ronde")
    return address


def score(member, address: str, code: str, level: int, chance: str) -> None:
    """Give one level to every criterion, a chance and a word."""
    page = member.open(f"{address}/score/{code}")
    for name in sorted({field.get_attribute("name") for field in page.locator("input[type=radio]").all()}):
        page.check(f"input[name='{name}'][value='{level}']")
    page.locator("main select").select_option(chance)
    page.fill("[name=comment]", f"Oordeel over {code} met niveau {level}.")
    press(page, "Bewaar en rond af")


def calculated(page) -> None:
    """Wait until the worker has calculated: the page itself looks again and again."""
    page.locator("[data-run-progress]").wait_for(state="detached", timeout=60_000)
    page.get_by_role("link", name="Leg besluit vast").wait_for()


def test_a_board_scores_blind_proposes_overrides_decides_and_a_visitor_reads_why(visit):
    secretary = visit().sign_in("secretaris")
    page = secretary.page
    address = prepare(secretary)

    for place, name in enumerate(MEMBERS):
        member = visit(width=320).sign_in(name)
        score(member, address, "SOC-007", (5, 4, 2)[place], "40")
        score(member, address, "SOC-008", (3, 3, 4)[place], ("65", "70", "75")[place])
        member.open(f"{address}/score")
        press(member.page, "Lever in")
        if place == 0:
            secretary.open(address)
            assert "nog niet" in page.locator("main table").inner_text()
            assert "Oordeel over" not in page.content()

    secretary.open(f"{address}/reveal")
    press(page, "Onthul de uitslag")
    results = secretary.open(f"{address}/results")
    assert "Oordeel over SOC-007 met niveau 5." in results.content()
    assert "Bestuurslid Twee" not in results.locator("main").inner_text()
    secretary.open(f"{address}/finals")
    press(page, "Stel deze eindwaarden vast")

    secretary.open(f"{DOMAIN}/scenarios/new")
    page.fill("[name=name]", "Voor de vergadering")
    page.fill("[name=budget_months]", "200")
    press(page, "Sla op en bereken")
    calculated(page)
    scenario = re.sub(r"[?#].*", "", page.url).removeprefix(secretary.site)

    secretary.open(f"{scenario}/override?code=SOC-007&way=out")
    page.fill("[name=reason]", REASON)
    press(page, "Zet vast en bereken")
    calculated(page)
    assert REASON in page.locator("main").inner_text()

    page.get_by_role("link", name="Leg besluit vast").click()
    page.wait_for_load_state()
    press(page, "Maak het conceptbesluit")
    draft = re.sub(r"[?#].*", "", page.url).removeprefix(secretary.site).removesuffix("/edit")
    secretary.open(f"{draft}/edit")
    page.fill("[name=decided_on]", today().isoformat())
    page.fill("[name=text]", "Het bord kiest buurten waar achterstand wordt doorgegeven.")
    page.fill("[name=reasons]", "De kans is het grootst, en de gegevens mogen worden gebruikt.")
    page.fill("[name=alternatives]", "Eerst de schuldhulp. Dat kan nog niet volgens de wet.")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    secretary.open(f"{draft}/publish")
    press(page, "Publiceer dit besluit")
    number = page.url.rsplit("/", 1)[1]
    assert re.fullmatch(r"SOC-\d{4}-\d{3}", number), page.locator("main").inner_text()

    visitor = visit()
    decision = visitor.open(f"/decisions/{number}").locator("main").inner_text()
    assert "De kans is het grootst" in decision and REASON in decision
    chosen = visitor.open("/use-cases/SOC-008").locator("main").inner_text()
    assert number in chosen
    why = visitor.open(f"{scenario}/why-not/SOC-007")
    assert why.locator("h1").count() == 1
    assert REASON in why.locator("main").inner_text()
    assert not visitor.axe()
