"""A text as lines, the same everywhere: revisions are compared, merged and traced by line."""


def split_lines(text: str) -> list[str]:
    """Return the lines; every line end becomes one, and joining by it gives the text back."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def join_lines(lines: list[str]) -> str:
    """Return the text of these lines."""
    return "\n".join(lines)
