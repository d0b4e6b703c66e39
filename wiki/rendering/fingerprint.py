"""What kept HTML depends on beside its source: our code, its limits, the versions of the libraries."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path


@cache
def renderer() -> str:
    """Return 16 hexadecimal digits that change whenever the same source could give other HTML."""
    digest = hashlib.sha256()
    for package in ("markdown", "pymdown-extensions", "nh3"):
        digest.update(f"{package} {version(package)}\n".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def key_of(source: str) -> str:
    """Return under which name the HTML of ``source`` is kept: 64 hexadecimal digits."""
    written = source.encode("utf-8", "surrogatepass")
    return hashlib.sha256(renderer().encode() + b"\n" + written).hexdigest()
