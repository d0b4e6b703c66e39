"""Which address a sign-in may lead to: only a path of our own."""

_HOME = "/"
_NEVER = ("/login", "/logout")
LONGEST = 500


def safe_next(target: str | None) -> str:
    """Return ``target`` when it is a plain path on this site, else the start page.

    Browsers read ``//host`` and ``/\\host`` as another site and drop control
    characters while reading, so all of those are refused, not repaired.
    """
    if not target or len(target) > LONGEST or not target.startswith("/"):
        return _HOME
    if target.startswith("//") or "\\" in target:
        return _HOME
    if any(sign.isspace() or not sign.isprintable() for sign in target):
        return _HOME
    if target.partition("?")[0].rstrip("/") in _NEVER:
        return _HOME
    return target
