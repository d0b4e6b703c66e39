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
    for visitor in (one, two):
        visitor.open("/wiki/les-dubbel-leergeld/edit")
    one.page.fill("[name=body]", one.page.input_value("[name=body]") + "\n\nEerste zin van de een.\n")
    save(one.page)
    two.page.fill("[name=body]", "Tweede zin van de ander.\n\n" + two.page.input_value("[name=body]"))
    save(two.page)
    assert "/edit" not in two.page.url, "changes in different places go together"
    shown = two.page.locator("main").text_content()
    assert "Eerste zin van de een" in shown
    assert "Tweede zin van de ander" in shown
    assert "samengevoegd met die van Voorbeeld" in two.page.locator("[role=status]").first.text_content()


def test_two_people_change_the_same_line_and_the_second_chooses(visit):
    one, two = visit().sign_in("bijdrager"), visit().sign_in("redacteur")
    two.expected_statuses = {409, 422}
    for visitor in (one, two):
        visitor.open("/wiki/les-dubbel-leergeld/edit")
    body = one.page.input_value("[name=body]")
    one.page.fill("[name=body]", "Beginzin van de een.\n" + body)
    one.page.fill("[name=summary]", "Van de een")
    save(one.page)
    two.page.fill("[name=body]", "Beginzin van de ander.\n" + body + "\n\nSlotzin van de ander.\n")
    save(two.page)
    clash = two.page.locator(".clash")
    assert clash.count() == 1
    texts = clash.locator("dd").all_text_contents()
    assert "Beginzin van de ander." in texts[1]
    assert "Beginzin van de een." in texts[2]
    assert not two.axe()
    two.page.set_viewport_size({"width": 320, "height": 800})
    assert two.overflow() <= 0
    two.page.locator("button[name=settle]").click()
    two.page.wait_for_load_state()
    assert "Kies wat hier moet staan" in two.page.locator(".clash").text_content()
    two.page.locator(".clash input[value=both]").check()
    two.page.locator("button[name=settle]").click()
    two.page.wait_for_load_state()
    assert "/edit" not in two.page.url
    shown = two.page.locator("main .prose").text_content()
    for words in ("Beginzin van de een.", "Beginzin van de ander.", "Slotzin van de ander."):
        assert words in shown


def test_what_is_typed_outlives_the_window(visit):
    first = visit().sign_in("bijdrager")
    page = first.open("/wiki/new?kind=tool")
    page.fill("[name=title]", "Half geschreven hulpmiddel")
    page.fill("[name=body]", "Dit staat nog nergens.")
    page.locator("[data-draft-status]", has_text="Concept bewaard").wait_for()
    first.close()

    again = visit().sign_in("bijdrager")
    page = again.open("/account/drafts")
    assert not again.axe()
    page.locator("main table a", has_text="Half geschreven hulpmiddel").first.click()
    page.wait_for_load_state()
    assert page.input_value("[name=body]").strip() == "Dit staat nog nergens."
    save(page)
    assert page.url.endswith("/wiki/half-geschreven-hulpmiddel")
    assert "Half geschreven" not in again.open("/account/drafts").locator("main").text_content()


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
