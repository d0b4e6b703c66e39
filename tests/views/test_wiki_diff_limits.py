"""The page of a difference says where it is coarser than word by word, and only then."""

import pytest

LONG = "woord " * 4_000
TANGLED = ["\n".join("ab"[n * n % k % 2] for n in range(1_200)) for k in (7, 11)]
LINES, COARSE = "ziet u de hele regel", "kunnen hier als gewijzigd staan"
CUT = "te groot om helemaal te tonen"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("een twee", "een drie", []),
        (f"{LONG}a", f"{LONG}b", [LINES]),
        ("x", "\n".join(map(str, range(3_100))), [CUT]),
        (*TANGLED, [COARSE]),
    ],
    ids=["small", "long-line", "many-lines", "tangled"],
)
def test_the_page_says_where_the_difference_is_coarse(browser, make_page, change_page, old, new, said):
    change_page(make_page(title="Een", slug="een", body=old), body=new)
    text = browser.get("/wiki/een/diff/1..2").main.text
    assert [words for words in (LINES, COARSE, CUT) if words in text] == said
