"""What we change in the tree of a text before it becomes HTML: headings, links, images, tables, tasks."""

import re
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from wiki.rendering.policy import IMAGE, REL, is_foreign, is_safe_address, own_id

# Raw HTML is text, but for these few without attributes: what tables and formulas can't do without.
INLINE_TAGS = ("sub", "sup", "kbd", "mark", "small", "ins", "del")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_ESCAPED = re.compile("\x02([0-9]{1,7})\x03")  # how Python-Markdown keeps a sign after a backslash
_ALIGN = {"right": "r", "center": "c"}


class _LineBreak(InlineProcessor):
    """``<br>``, in table cells above all."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # noqa: N802
        return ElementTree.Element("br"), m.start(0), m.end(0)


class _PlainTag(InlineProcessor):
    """``<sub>2</sub>`` and its like: a name, and text without another tag in it."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # noqa: N802
        element = ElementTree.Element(m.group(1))
        element.text = m.group(2)
        return element, m.start(0), m.end(0)


class _Mail(InlineProcessor):
    """``<name@example.org>``, without the disguise that only keeps the sanitiser busy."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # noqa: N802
        link = ElementTree.Element("a", {"href": f"mailto:{m.group(1)}"})
        link.text = AtomicString(m.group(1))
        return link, m.start(0), m.end(0)


class _Tasks(Treeprocessor):
    """``- [x] done``: a sign with words, as a disabled checkbox has no label."""

    def run(self, root: ElementTree.Element) -> None:
        for item in root.iter("li"):
            holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
            found = _TASK.match(holder.text or "")
            if found is None:
                continue
            is_done = found[1] != " "
            sign = ElementTree.Element(
                "span",
                {
                    "class": "task done" if is_done else "task",
                    "role": "img",
                    "aria-label": "gedaan" if is_done else "nog te doen",
                },
            )
            sign.text = AtomicString("☑" if is_done else "☐")
            sign.tail = " " + (holder.text or "")[found.end() :]
            holder.text = ""
            holder.insert(0, sign)


class _Finish(Treeprocessor):
    """The last pass, after every attribute is known and before headings get their ids."""

    def run(self, root: ElementTree.Element) -> None:
        self.tables = 0
        self._walk(root)

    def _walk(self, root: ElementTree.Element) -> None:
        stack = [root]
        while stack:
            parent = stack.pop()
            for place, child in enumerate(list(parent)):
                self._change(parent, place, child)
                stack.append(child)

    def _change(self, parent: ElementTree.Element, place: int, child: ElementTree.Element) -> None:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "h1":
            child.tag = "h2"
        if re.fullmatch("h[1-6]", tag) and "id" in child.attrib:
            id_ = own_id(child.attrib.pop("id"))
            if id_:
                child.set("id", id_)
        elif tag == "a":
            _finish_link(child)
        elif tag == "img":
            _finish_image(child)
        elif tag == "table":
            self.tables += 1
            parent[place] = _scrolling(child, self.tables)
        elif tag in ("td", "th"):
            _finish_cell(child, tag)


def _finish_link(link: ElementTree.Element) -> None:
    href = _ESCAPED.sub(lambda found: chr(int(found[1])), link.get("href", ""))
    link.set("href", href)
    link.attrib.pop("rel", None)
    if not is_safe_address(href):
        link.attrib.pop("href", None)
        link.tag = "span"
    elif is_foreign(href):
        link.set("rel", REL)


def _finish_image(image: ElementTree.Element) -> None:
    """Keep images of our own; of another, keep its words, as a link where it can be followed."""
    source, words = image.get("src", ""), image.get("alt", "")
    tail = image.tail
    if IMAGE.fullmatch(source):
        image.set("loading", "lazy")
        return
    image.clear()
    image.tail = tail
    if is_foreign(source) and is_safe_address(source):
        image.tag = "a"
        image.set("href", source)
        image.set("rel", REL)
        image.text = AtomicString(words or source)
    else:
        image.tag = "span"
        image.text = AtomicString(words)


def _scrolling(table: ElementTree.Element, number: int) -> ElementTree.Element:
    """Return the table in a frame that can be scrolled, also by keyboard."""
    frame = ElementTree.Element(
        "div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": f"Tabel {number}"}
    )
    frame.tail, table.tail = table.tail, None
    frame.append(table)
    return frame


def _finish_cell(cell: ElementTree.Element, tag: str) -> None:
    style = cell.attrib.pop("style", "")
    for side, word in _ALIGN.items():
        if side in style:
            cell.set("class", word)
    if tag == "th":
        if not ("".join(cell.itertext()).strip() or len(cell)):
            cell.tag = "td"  # an empty heading says nothing to who hears it
        else:
            cell.set("scope", "col")


class House(Extension):
    """Our own rules on top of the extensions that are safe."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        # Raw HTML is shown as it was typed: nothing that a person wrote vanishes or runs.
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("automail")
        names = "|".join(INLINE_TAGS)
        md.inlinePatterns.register(_LineBreak(r"<br[ ]?/?>", md), "line_break", 91)
        md.inlinePatterns.register(_PlainTag(rf"<({names})>([^<>]{{1,500}})</\1>", md), "plain_tag", 90)
        md.inlinePatterns.register(
            _Mail(r"<([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})>", md), "mail", 110
        )
        md.treeprocessors.register(_Tasks(md), "tasks", 25)
        md.treeprocessors.register(_Finish(md), "finish", 6)


def makeExtension(**kwargs: Any) -> House:  # noqa: N802
    """Return the extension, as Python-Markdown asks for it."""
    return House(**kwargs)
