import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.checks import MOST, check_page
from wiki.rules.slugs import LONGEST, RESERVED, free_slug, is_slug, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Basisregistratie Grootschalige Topografie", "basisregistratie-grootschalige-topografie"),
        ("  Eén bron, véél gebruik!  ", "een-bron-veel-gebruik"),
        ("Coördinatie & reünie", "coordinatie-en-reunie"),
        ("Foto's van ’s-Gravenhage", "fotos-van-s-gravenhage"),
        ("IJssel en ĳsvrij", "ijssel-en-ijsvrij"),
        ("Straße, Ærø, Łódź", "strasse-aero-lodz"),
        ("75/25-regel", "75-25-regel"),
        ("AVG: art. 9 (bijzonder)", "avg-art-9-bijzonder"),
        ("a---b__c", "a-b-c"),
        ("New", "new-page"),
        ("review", "review-page"),
        ("Recent", "recent-page"),
        ("Recente besluiten", "recente-besluiten"),
        ("², ½ en ™", "2-1-2-en-tm"),
        ("İstanbul", "istanbul"),
    ],
)
def test_a_title_becomes_a_slug(title, slug):
    assert slugify(title) == slug


@pytest.mark.parametrize("title", ["", "   ", "!!!", "数据", "Данные", "\u0301\u0301", "\ud800", "🙂"])
def test_a_title_of_which_nothing_is_left_still_gets_the_same_slug_each_time(title):
    assert slugify(title) == slugify(title)
    assert is_slug(slugify(title))
    assert slugify(title).startswith("page-")


def test_titles_in_another_script_differ():
    assert slugify("数据") != slugify("数据集")


def test_a_long_title_is_cut_at_a_word():
    assert (
        slugify("een heel lange titel " * 20)
        == "een-heel-lange-titel-een-heel-lange-titel-een-heel-lange-titel-een-heel-lange"
    )
    assert slugify("a" * 500) == "a" * LONGEST


def test_a_taken_slug_is_numbered():
    assert free_slug("Bron", set()) == "bron"
    assert free_slug("Bron", {"bron"}) == "bron-2"
    assert free_slug("Bron", {"bron", "bron-2", "bron-3"}) == "bron-4"
    assert free_slug("a" * 90, {"a" * 80}) == "a" * 78 + "-2"


@pytest.mark.parametrize(
    ("text", "is_fine"),
    [
        ("bron", True),
        ("bron-2", True),
        ("new", False),
        ("Bron", False),
        ("a--b", False),
        ("-a", False),
        ("", False),
        ("a" * 81, False),
        ("bron\n", False),
    ],
)
def test_what_may_be_a_slug(text, is_fine):
    assert is_slug(text) is is_fine


@given(st.text(max_size=120))
def test_any_title_gives_a_slug_that_may_be_used_and_stays_the_same(title):
    slug = slugify(title)

    assert is_slug(slug)
    assert slugify(slug) == slug


@given(st.text(max_size=20), st.sets(st.sampled_from(["a", "a-2", "b", *RESERVED])))
def test_a_free_slug_is_free(title, taken):
    assert free_slug(title, taken) not in taken


def found(body):
    return [(finding.code, finding.line) for finding in check_page(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", []),
        ("## Een\n\n### Twee\n\n## Drie", []),
        ("# Een", [("heading_above_top", 1)]),
        ("### Een", [("heading_skipped", 1)]),
        ("## Een\n#### Twee\n##### Drie", [("heading_skipped", 2)]),
        ("## Een\n### Twee\n#### Drie\n## Vier\n### Vijf", []),
        ("##", [("heading_empty", 1)]),
        ("## ##", [("heading_empty", 1)]),
        ("#hashtag", []),
        ("Een\n===", [("heading_above_top", 1)]),
        ("Een\n---\n#### Twee", [("heading_skipped", 3)]),
        ("- punt\n---", []),
        ("Zin\n-", []),
        ("```\n# code\n```", []),
        ("    tekst\n---", []),
        ("## Een\r\n### Twee\r\n", []),
    ],
)
def test_headings_go_down_by_one_and_start_below_the_title(body, expected):
    assert found(body) == expected


def test_a_skipped_heading_says_which_one_was_expected():
    (finding,) = check_page("## Een\n##### Twee")

    assert finding.params == {"level": 5, "expected": 3}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("![kaart van de wijk](kaart.png)", []),
        ("![](kaart.png)", [("image_without_alt", 1)]),
        ("tekst\n![ ](kaart.png) ![][ref]", [("image_without_alt", 2), ("image_without_alt", 2)]),
        ("`![](kaart.png)`", []),
        ("![`code`](kaart.png)", []),
        ('<img src="a.png">', [("image_without_alt", 1)]),
        ('<IMG src="a.png" alt="kaart">', []),
        ('<img alt="" src="a.png">', []),
        ('<img data-alt="x">', [("image_without_alt", 1)]),
        ("Wow![] dat", []),
    ],
)
def test_images_have_words(body, expected):
    assert found(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[verslag](https://voorbeeld.nl)", []),
        ("[](https://voorbeeld.nl)", [("link_without_words", 1)]),
        ("[ ](https://voorbeeld.nl)", [("link_without_words", 1)]),
        ("[verslag]()", [("link_without_address", 1)]),
        ("[verslag]( # )", [("link_without_address", 1)]),
        ("[![kaart](a.png)](https://voorbeeld.nl)", []),
        ("[[]] en [[ |woorden]]", [("link_without_address", 1), ("link_without_address", 1)]),
        ("[[bron]]", []),
        (r"\[](x) \[[]]", []),
        ("`[]()`", []),
        ("- [ ] taak (open)", []),
    ],
)
def test_links_have_words_and_an_address(body, expected):
    assert found(body) == expected


def test_a_page_full_of_mistakes_gets_so_many_findings_and_no_more():
    assert len(check_page("[]()" * 10_000)) == MOST
    assert len(check_page("[]()\n" * 10_000)) == MOST


@given(st.text(st.sampled_from("# -=[]()!`~<img>alt\n"), max_size=80))
def test_any_body_can_be_checked_and_findings_come_in_order_of_lines(body):
    lines = [line for _, line in found(body)]

    assert lines == sorted(lines)
    assert all(1 <= line <= body.count("\n") + 1 for line in lines)
