"""What writers get for what they type."""

import pytest
from bs4 import BeautifulSoup

from wiki.rendering.convert import convert, make_markdown
from wiki.rendering.plain import as_plain
from wiki.rendering.toc import TocEntry

MARKDOWN = make_markdown()


def page_of(source: str) -> BeautifulSoup:
    return BeautifulSoup(convert(source, MARKDOWN)[0], "html5lib")


@pytest.mark.parametrize(
    ("source", "selector", "text"),
    [
        ("**vet** en *schuin*", "strong", "vet"),
        ("~~weg~~", "del", "weg"),
        ("CO~2~", "sub", "2"),
        ("m<sup>2</sup>", "sup", "2"),
        ("<kbd>Tab</kbd>", "kbd", "Tab"),
        ("Term\n: Uitleg", "dl > dd", "Uitleg"),
        ("*[BRP]: Basisregistratie personen\n\nDe BRP", "abbr[title='Basisregistratie personen']", "BRP"),
        ("1. een\n2. twee", "ol > li", "een"),
        ("3. drie", "ol[start='3'] > li", "drie"),
        ("```sql\nSELECT 1\n```", "pre > code.language-sql", "SELECT 1"),
        ("    vier spaties", "pre > code", "vier spaties"),
        ("> woorden", "blockquote > p", "woorden"),
        ('!!! warning "Let op"\n    tekst', ".admonition.warning > .admonition-title", "Let op"),
        ("woord[^1]\n\n[^1]: noot", ".footnote li", "noot"),
        ("[x](/use-cases/)", "a[href='/use-cases/']", "x"),
        ("[x](#s-kop)", "a[href='#s-kop']", "x"),
        ("[x](#kop)", "a[href='#s-kop']", "x"),
        ("[x](ref:12)", "a[href='ref:12']", "x"),
        ("<naam@voorbeeld.nl>", "a[href='mailto:naam@voorbeeld.nl']", "naam@voorbeeld.nl"),
        ("[x](http://x/a\\_b?c=1&d=2)", "a[href='http://x/a_b?c=1&d=2']", "x"),
        ("<https://voorbeeld.nl>", "a[rel='noopener nofollow']", "https://voorbeeld.nl"),
    ],
)
def test_a_sign_of_markdown_becomes_its_element(source, selector, text):
    found = page_of(source).select_one(selector)

    assert found is not None, page_of(source).body
    assert text in found.text


def test_headings_begin_at_two_and_have_an_id_that_the_frame_never_has():
    source = "# Één\n\n## Twee `code` & meer\n\n### Drie\n\n## Twee\n\n## Eigen {: #eigen }"

    html, toc = convert(source, MARKDOWN)

    assert "<h1" not in html
    assert toc == [
        TocEntry(2, "s-een", "Één"),
        TocEntry(2, "s-twee-code-meer", "Twee code & meer"),
        TocEntry(3, "s-drie", "Drie"),
        TocEntry(2, "s-twee", "Twee"),
        TocEntry(2, "s-eigen", "Eigen"),
    ]


def test_every_entry_of_the_contents_leads_somewhere():
    html, toc = convert("## Kop\n\n## Kop\n\n## Kop 1\n\n## \n\n## 🙂\n\n## [x](ref:1)", MARKDOWN)
    page = BeautifulSoup(html, "html5lib")

    assert [page.find(id=entry.id).text for entry in toc] == ["Kop", "Kop", "Kop 1", "🙂", "x"]


def test_a_table_can_be_scrolled_by_keyboard_and_has_headings():
    page = page_of("| a | b |\n|---|--:|\n| 1 | 2 |\n\nx\n\n|   | b |\n|---|---|\n| 1 | 2 |")
    frames = page.select("div.scroll[role=region][tabindex='0']")

    assert [frame["aria-label"] for frame in frames] == ["Tabel 1", "Tabel 2"]
    assert [cell["scope"] for cell in frames[0].select("th")] == ["col", "col"]
    assert frames[0].select_one("td.r").text == "2"
    assert len(frames[1].select("th")) == 1, "an empty heading is no heading"
    assert not page.select("[style], [align]")


def test_a_link_with_a_line_in_it_works_in_a_table():
    page = page_of("| a |\n|---|\n| [een&#124;twee](ref:0) |")

    assert page.select_one("td a").text == "een|twee"


def test_a_task_says_whether_it_is_done():
    page = page_of("- [x] klaar\n- [ ] niet **nu**\n\n1. [X] ook\n\n   alinea")

    assert [sign["aria-label"] for sign in page.select("[role=img]")] == ["gedaan", "nog te doen", "gedaan"]
    assert "klaar" in page.select_one("li").text
    assert not page.select("input")


def test_an_image_of_ours_is_shown_and_another_becomes_a_link():
    page = page_of("![ons](/wiki/avg/attachments/3/a.png) ![hun](https://voorbeeld.nl/x.png)")

    assert page.img["src"] == "/wiki/avg/attachments/3/a.png"
    assert (page.img["alt"], page.img["loading"]) == ("ons", "lazy")
    assert page.a.text == "hun"
    assert page.a["href"] == "https://voorbeeld.nl/x.png"


def test_a_text_as_typed_keeps_every_sign_and_the_links_to_our_own_things():
    page = BeautifulSoup(as_plain("# <Kop> & [Basis\\-registratie](ref:3)\n\n[x](http://x)"), "html5lib")

    assert page.pre.text == "# <Kop> & Basis-registratie\n\n[x](http://x)"
    assert page.a["href"] == "ref:3"


def test_one_text_leaves_nothing_behind_for_the_next():
    convert("*[BRP]: x\n\n[^1]: noot\n\n[y]: http://y\n\n## Kop", MARKDOWN)
    html, toc = convert("BRP [^1] [y] \n\n## Kop", MARKDOWN)

    assert "abbr" not in html
    assert "footnote" not in html
    assert "http://y" not in html
    assert toc == [TocEntry(2, "s-kop", "Kop")]
