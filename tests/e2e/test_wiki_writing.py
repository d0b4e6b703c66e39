"""What helps while writing: cells pasted as a table, one part edited by itself, plainer words."""

PASTE = """([name, data]) => {
  const area = document.querySelector(`[name=${name}]`);
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  const clipboard = new DataTransfer();
  for (const [type, text] of Object.entries(data)) clipboard.setData(type, text);
  area.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clipboard, cancelable: true}));
}"""
CELLS = 'Naam\tAantal\nGouda\t1.200\n"a | b\nc"\t3'


def test_cells_of_a_spreadsheet_become_a_table_and_undo_gives_the_text_back(visit):
    visitor = visit().sign_in("bijdrager")
    page = visitor.open("/wiki/new?kind=page")
    page.fill("[name=body]", "Vooraf")
    page.evaluate(PASTE, ["body", {"text/plain": CELLS}])
    table = "| Naam | Aantal |\n| --- | ---: |\n| Gouda | 1.200 |\n| a \\| b<br>c | 3 |"
    assert page.input_value("[name=body]") == f"Vooraf\n\n{table}\n"
    assert "3 rijen en 2 kolommen" in page.locator(".wiki-toolbar + [role=status]").text_content()
    page.keyboard.press("Control+z")
    assert "| Naam" not in page.input_value("[name=body]")
    assert "Naam\tAantal" in page.input_value("[name=body]")
    page.fill("[name=body]", "")
    html = "<table><tr><th>A<th>B</tr><tr><td colspan=2>x</td></tr></table><script>alert(1)</script>"
    page.evaluate(PASTE, ["body", {"text/html": html, "text/plain": "A B x"}])
    assert page.input_value("[name=body]").startswith("| A | B |\n| --- | --- |\n| x |  |")
    page.fill("[name=body]", "")
    page.evaluate(PASTE, ["body", {"text/plain": "gewone tekst"}])
    assert page.input_value("[name=body]") == "", "plain text is left to the browser"


def test_one_part_is_edited_by_itself(visit):
    visitor = visit().sign_in("bijdrager")
    page = visitor.open("/wiki/les-dubbel-leergeld")
    page.locator(".edit-section a").first.click()
    page.wait_for_load_state()
    assert not visitor.axe()
    page.locator("#advice, [name=body]").first.wait_for()
    page.fill(
        "[name=body]", page.input_value("[name=body]") + "\n\nAlleen dit deel is middels mij gewijzigd.\n"
    )
    page.locator("button[name=preview]").click()
    page.wait_for_load_state()
    assert "middels" in page.locator("#advice").text_content()
    page.locator("button[name=save]").first.click()
    page.wait_for_load_state()
    assert "Alleen dit deel is" in page.locator("main").text_content()


def test_the_ways_into_knowledge_are_accessible(visit):
    visitor = visit(320)
    for address in (
        *("/wiki/glossary", "/wiki/doelbinding?terms=1", "/wiki/categories/person", "/wiki/faq"),
        *("/wiki/toolbox", "/wiki/datastrategie-maken-in-acht-stappen/progress"),
    ):
        visitor.open(address)
        assert not visitor.axe(), address
        assert visitor.overflow() <= 0, address


def test_lessons_follow_the_domain_that_one_chooses(visit):
    visitor = visit(320).sign_in("bijdrager")
    page = visitor.open("/use-cases/new")
    page.select_option("[name=domain_id]", label="Sociaal domein")
    page.get_by_text("Wat bij uw keuze past, staat bovenaan").wait_for()
    assert not visitor.axe()
    assert visitor.overflow() <= 0
