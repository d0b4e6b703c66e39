"""The wiki as its readers and writers meet it."""

import time


def save(page) -> None:
    """Press the button that saves the page being edited."""
    page.locator("button[name=save]").first.click()
    page.wait_for_load_state()


def test_a_visitor_finds_what_doelbinding_means(visit):
    visitor = visit()
    page = visitor.open("/")
    page.fill("main input[name=q]", "wat betekent doelbinding")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search**")
    first = page.locator(".hits h2 a").first
    assert "doelbinding" in first.text_content().lower()
    first.click()
    page.wait_for_load_state()
    assert "doel" in page.locator("main").text_content().lower()


def test_a_contributor_corrects_a_line_and_finds_it_within_two_seconds(visit):
    visitor = visit().sign_in("bijdrager")
    page = visitor.open("/wiki/data-aanjager/edit")
    page.fill("[name=body]", page.input_value("[name=body]") + "\n\nEen regel met zonnebloemolie.\n")
    page.fill("[name=summary]", "Regel toegevoegd")
    save(page)
    assert "zonnebloemolie" in page.locator("main").text_content()
    saved = time.monotonic()
    while True:
        visitor.open("/search?q=zonnebloemolie")
        if page.locator(".hits h2").count():
            break
        assert time.monotonic() - saved < 2
    assert "Data-aanjager" in page.locator(".hits h2").first.text_content()


def test_two_people_save_the_same_page_and_nothing_is_lost(visit):
    one, two = visit().sign_in("bijdrager"), visit().sign_in("redacteur")
    two.expected_statuses = {409}
    for visitor in (one, two):
        visitor.open("/wiki/les-dubbel-leergeld/edit")
    one.page.fill("[name=body]", one.page.input_value("[name=body]") + "\n\nEerste zin van de een.\n")
    save(one.page)
    two.page.fill("[name=body]", "Tweede zin van de ander.\n\n" + two.page.input_value("[name=body]"))
    save(two.page)
    shown = two.page.locator("main").text_content() + two.page.input_value("[name=body]")
    assert "Eerste zin van de een" in shown
    assert "Tweede zin van de ander" in two.page.input_value("[name=body]")
    assert not two.axe()
    save(two.page)
    assert "/edit" not in two.page.url
    text = two.open("/wiki/les-dubbel-leergeld/history").locator("main").text_content()
    assert "Voorbeeld" in text


def test_a_curator_deletes_a_page_and_brings_it_back(visit):
    visitor = visit().sign_in("redacteur")
    visitor.expected_statuses = {404}
    page = visitor.open("/wiki/new?kind=page")
    page.fill("[name=title]", "Even hier")
    page.fill("[name=abstract]", "Om te verwijderen.")
    page.fill("[name=body]", "Zie [[Doelbinding]].")
    save(page)
    address = page.url
    assert address.endswith("/wiki/even-hier")
    page.goto(address + "/delete")
    for name in ("summary", "reason"):
        if page.locator(f"main [name={name}]").count():
            page.fill(f"main [name={name}]", "Niet meer nodig")
    page.locator("main form button").last.click()
    page.wait_for_load_state()

    reader = visit()
    reader.expected_statuses = {404}
    assert reader.page.goto(address).status == 404

    page.goto(address + "/restore")
    for name in ("summary", "reason"):
        if page.locator(f"main [name={name}]").count():
            page.fill(f"main [name={name}]", "Toch nodig")
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    assert reader.page.goto(address).status == 200


def test_the_editor_works_without_javascript(visit):
    visitor = visit(javascript=False).sign_in("bijdrager")
    page = visitor.open("/wiki/investeringsperspectief/edit")
    page.fill("[name=body]", page.input_value("[name=body]") + "\n\nZonder script **geschreven**.\n")
    page.locator("button[name=preview]").first.click()
    page.wait_for_load_state()
    assert page.locator("strong", has_text="geschreven").count()
    save(page)
    assert "Zonder script geschreven" in page.locator("main").text_content()
