"""Cut the Utrecht style sheet and the example theme down to what our pages use.

Run when a package is renewed:
    python static/vendor/cut_css.py <utrecht index.css> <theme.css> <other.css>...
It writes the two cut files beside this one. A selector stays when each of its component classes is in
KEPT; a token stays when a kept rule, another kept token or a file of ours reads it.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
UTRECHT = HERE / "utrecht-component-library-css-9.0.4" / "utrecht.css"
THEME = HERE / "voorbeeld-design-tokens-7.4.1" / "theme.css"
OURS = HERE.parent / "css"

KEPT = frozenset(
    """
    root document surface heading-1 heading-2 heading-3 heading-4 heading-5 paragraph link table textbox
    textarea select checkbox radio-button form-field form-field-description form-field-error-message
    form-field-checkbox form-fieldset form-label alert breadcrumb-nav pagination unordered-list
    ordered-list separator blockquote code code-block mark
    """.split()
)
DROPPED_VARIANTS = ("breadcrumb-nav--arrows", "checkbox--custom", "table--html-table", "link--html-span")


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """Yield (prelude, body) of each block at this level of nesting."""
    start = depth = opened = 0
    for at, sign in enumerate(css):
        if sign == "{":
            if depth == 0:
                opened = at
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : at].strip()
                start = at + 1
        elif sign == ";" and depth == 0:
            start = at + 1


def is_kept(selector: str) -> bool:
    """Tell whether every component class in the selector is one we use."""
    names = re.findall(r"\.utrecht-([a-z0-9_-]+)", selector)
    if not names or any(name.startswith(DROPPED_VARIANTS) for name in names):
        return False
    return all(re.split(r"--|__", name)[0] in KEPT for name in names)


def cut_rules(css: str) -> Iterator[str]:
    """Yield the rules that stay, media queries included."""
    for prelude, body in blocks(css):
        if prelude.startswith(("@media", "@supports")):
            inner = "\n".join(cut_rules(body))
            if inner:
                yield f"{prelude} {{\n{inner}\n}}"
        elif not prelude.startswith("@"):
            kept = [part.strip() for part in re.split(r",(?![^(]*\))", prelude) if is_kept(part)]
            if kept and body:
                yield f"{', '.join(kept)} {{\n  {body}\n}}"


def cut_tokens(theme: str, readers: str) -> list[str]:
    """Return the declarations of the theme that the readers need, directly or through another token."""
    tokens = dict(re.findall(r"(--[a-z0-9-]+):\s*([^;]+);", theme))
    wanted = set(re.findall(r"--[a-z0-9-]+", readers)) & tokens.keys()
    queue = list(wanted)
    while queue:
        for name in re.findall(r"--[a-z0-9-]+", tokens[queue.pop()]):
            if name in tokens and name not in wanted:
                wanted.add(name)
                queue.append(name)
    return [f"  {name}: {value};" for name, value in tokens.items() if name in wanted]


def main(utrecht: str, theme: str, *others: str) -> None:
    """Write both cut files; `others` are style sheets that read tokens too."""
    notice = "/* Cut from {}, EUPL-1.2, see LICENSE.md; made by cut_css.py. */\n"
    source = re.sub(r"/\*.*?\*/", "", Path(utrecht).read_text(encoding="utf-8"), flags=re.DOTALL)
    rules = "\n".join(cut_rules(source)) + "\n"
    UTRECHT.write_text(notice.format("@utrecht/component-library-css 9.0.4") + rules, encoding="utf-8")
    readers = rules + "".join(Path(name).read_text(encoding="utf-8") for name in others)
    readers += "".join(path.read_text(encoding="utf-8") for path in sorted(OURS.glob("*.css")))
    tokens = cut_tokens(Path(theme).read_text(encoding="utf-8"), readers)
    body = ".voorbeeld-theme {\n" + "\n".join(tokens) + "\n}\n"
    name = "@nl-design-system-unstable/voorbeeld-design-tokens 7.4.1"
    THEME.write_text(notice.format(name) + body, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
