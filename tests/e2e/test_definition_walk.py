"""Someone new describes a dataset by the guide alone, within five minutes, and a use case names it.

The walk presses only what the guide names, and counts what a person would need for it: typing at forty
words a minute, five seconds to find each thing to press or field to fill, three to look at each new page,
and reading the guide at two hundred words a minute.
"""

import re
from pathlib import Path

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "gebruikershandleiding" / "definities.md"
HEADING = "## In vijf minuten"
LETTERS_A_SECOND = 40 * 5 / 60
WORDS_A_SECOND = 200 / 60
SECONDS_TO_CHOOSE, SECONDS_TO_LOOK = 5, 3
TITLE = "Proefregister woningen"
DEFINITIONS = {
    "Wet A": "Een gebouw om in te wonen.",
    "Wet B": "Een adres waar iemand mag wonen.",
}
BUTTONS = ("Sla op en schrijf er nog een", "Sla op")


class Newcomer:
    """Does what the guide says, and counts the seconds that it would take."""

    def __init__(self, visitor, told: str) -> None:
        self.page = visitor.page
        self.named = set(re.findall(r"\*\*(.+?)\*\*", told))
        self.seconds = len(told.split()) / WORDS_A_SECOND

    def press(self, name: str, role: str = "link", within: str = "main") -> None:
        """Press a link or button that the guide names; the first with that name."""
        assert name in self.named, f"the guide does not say: {name}"
        self.page.locator(within).get_by_role(role, name=name, exact=True).first.click()
        self.page.wait_for_load_state()
        self.seconds += SECONDS_TO_CHOOSE + SECONDS_TO_LOOK

    def fill(self, label: str, text: str) -> None:
        """Type into the first field with this label."""
        self.page.get_by_label(label, exact=True).first.fill(text)
        self.seconds += SECONDS_TO_CHOOSE + len(text) / LETTERS_A_SECOND

    def choose(self, label: str, choice: str) -> None:
        """Choose from a list."""
        assert choice in self.named, f"the guide does not say: {choice}"
        self.page.get_by_label(label, exact=True).first.select_option(label=choice)
        self.seconds += 2 * SECONDS_TO_CHOOSE


def test_a_newcomer_describes_a_dataset_by_the_guide_within_five_minutes(visit):
    told = GUIDE.read_text(encoding="utf-8").partition(HEADING)[2].partition("\n## ")[0]
    visitor = visit().sign_in("secretaris")
    page = visitor.open("/")
    me = Newcomer(visitor, told)
    me.press("Kennis", within="body")
    me.press("Schrijf een pagina")
    me.press("Dataset")
    me.fill("Titel", TITLE)
    me.fill("Samenvatting", "Alle woningen en wie erover gaat.")
    me.press("Sla op", "button")
    address = page.url
    me.press("Voeg een definitie toe")
    for (name, text), button in zip(DEFINITIONS.items(), BUTTONS, strict=True):
        me.fill("Naam van deze definitie", name)
        me.fill("Definitie", text)
        me.press(button, "button")
    assert "nog niet goedgekeurd: Wet A, Wet B." in page.locator("main").inner_text()
    me.press("Leg een relatie vast")
    me.choose("Soort relatie", "koppelt met")
    me.fill("Met welke pagina", "Basisregistratie Adressen en Gebouwen (BAG)")
    me.fill("Koppelt op", "BAG-identificatie")
    me.press("Sla op", "button")
    assert "koppelt met Basisregistratie Adressen" in page.locator("main").inner_text()
    visitor.open("/use-cases/SOC-001")
    me.seconds += 2 * SECONDS_TO_CHOOSE + 2 * SECONDS_TO_LOOK
    me.press("Voeg een dataset toe")
    page.locator("[name^='datasets-'][name$='-name']").last.fill(TITLE)
    me.seconds += SECONDS_TO_CHOOSE + len(TITLE) / LETTERS_A_SECOND
    me.press("Sla op", "button")
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.wait_for_load_state()
    assert page.url == address
    assert "SOC-001" in page.locator("aside.aside").inner_text()
    assert me.seconds < 300, me.seconds
    visitor.check()

    curator = visit().sign_in("redacteur")
    curator.open("/wiki/review").locator("main").get_by_role("link", name=TITLE, exact=True).first.click()
    curator.page.wait_for_load_state()
    curator.page.get_by_role("button", name="Keur goed", exact=True).click()
    curator.page.wait_for_load_state()
    visitor.open("/use-cases/SOC-001")
    page.locator("aside a", has_text="Leg de definitie vast").filter(has_text=TITLE).click()
    page.wait_for_load_state()
    me.fill("Definitie", f"{TITLE}: Wet B")
    me.press("Leg vast", "button")
    assert f"{TITLE}: Wet B" in page.locator("main").inner_text()
    curator.check()
    visitor.check()
