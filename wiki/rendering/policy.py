"""What HTML of a reader's text may hold. The last step: nothing touches the HTML after it.

Raw HTML never gets this far (wiki/rendering/convert.py shows it as text), so this is
the second wall. Ids begin with ``s-`` and can name nothing of the page's frame.
"""

import re
from collections.abc import Callable

import nh3

ID_PREFIX = "s-"
REL = "noopener nofollow"  # on links to other hosts
CLASSES = frozenset(
    {
        *("admonition", "admonition-title", "note", "tip", "info", "warning", "danger", "example", "quote"),
        *("footnote", "footnote-ref", "footnote-backref", "scroll", "task", "done", "r", "c"),
    }
)
_LANGUAGE = re.compile(r"language-[a-z0-9+#-]{1,30}")
_ID = re.compile(r"[A-Za-z0-9_:.-]{1,120}")
IMAGE = re.compile(r"/wiki/[a-z0-9]+(?:-[a-z0-9]+)*/attachments/[0-9]{1,12}/[\w.%-]{1,300}")
_SCHEME = re.compile(r"(?:https?://[^/\\\s]|mailto:|ref:[0-9]{1,6}$)", re.IGNORECASE)
_LOCAL = re.compile(r"(?:/(?![/\\])|[?#]|\.{1,2}/|[\w%~-][^:\\]*$)")
_LANG = re.compile(r"[a-z]{2}(?:-[A-Za-z]{2,4})?")

TAGS = frozenset(
    {
        *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "hr", "br", "div", "span", "a", "img"),
        *("em", "strong", "del", "ins", "sub", "sup", "kbd", "mark", "small", "abbr"),
    }
)
_ON_ALL = {"id", "class", "lang", "title"}
ATTRIBUTES = {tag: set(_ON_ALL) for tag in TAGS} | {
    "a": {*_ON_ALL, "href", "rel"},
    "img": {*_ON_ALL, "src", "alt", "loading"},
    "th": {*_ON_ALL, "scope"},
    "ol": {*_ON_ALL, "start"},
    "div": {*_ON_ALL, "role", "tabindex", "aria-label"},
    "span": {*_ON_ALL, "role", "aria-label"},
}
_FIXED = {
    ("img", "loading"): {"lazy"},
    ("th", "scope"): {"col", "row"},
    ("div", "role"): {"region"},
    ("div", "tabindex"): {"0"},
    ("span", "role"): {"img"},
    ("a", "rel"): {REL},
}


def is_safe_address(href: str) -> bool:
    """Whether a link may lead there: http, https, mailto, our numbers, or a place on this site."""
    if re.search(r"[\x00-\x20\x7f\\]", href.strip()):
        return False
    return bool(_SCHEME.match(href) or _LOCAL.match(href))


def is_foreign(href: str) -> bool:
    """Whether a link leads to another host."""
    return href.lower().startswith(("http:", "https:"))


def own_id(value: str) -> str | None:
    """Return an id that no page's frame has; None for one with odd signs."""
    if not _ID.fullmatch(value):
        return None
    return value if value.startswith(ID_PREFIX) else ID_PREFIX + value


def _filter() -> Callable[[str, str, str], str | None]:
    seen: set[str] = set()

    def check(tag: str, name: str, value: str) -> str | None:
        if (tag, name) in _FIXED:
            return value if value in _FIXED[tag, name] else None
        if name == "id":
            id_ = own_id(value)
            if id_ is None or id_ in seen:
                return None
            seen.add(id_)
            return id_
        if name == "class":
            return " ".join(word for word in value.split() if _is_class(tag, word)) or None
        if name == "href":
            if value.startswith("#"):
                id_ = own_id(value[1:])
                return f"#{id_}" if id_ else None
            return value if is_safe_address(value) else None
        if name == "src":
            return value if IMAGE.fullmatch(value) else None
        if name == "start":
            return value if re.fullmatch(r"[0-9]{1,6}", value) else None
        if name == "lang":
            return value if _LANG.fullmatch(value) else None
        return value

    return check


def _is_class(tag: str, word: str) -> bool:
    return word in CLASSES or (tag == "code" and _LANGUAGE.fullmatch(word) is not None)


def sanitise(html: str) -> str:
    """Return ``html`` with only what this policy allows."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        attribute_filter=_filter(),
        strip_comments=True,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "ref"},
    )
