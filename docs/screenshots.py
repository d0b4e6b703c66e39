"""Make the pictures of the README from a demo of its own: ./run screenshots [FOLDER].

The demo runs on a free port with a data folder that is thrown away, so that the
pictures show the content as anyone meets it first.
"""

import shutil
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import FLAGS, Visitor, free_port, start_demo, stop_demo

WIDTH, HEIGHT = 1280, 1000
MOST_BYTES = 250_000
PICTURES = (
    # name, who looks (None: anyone), address
    ("portfolio", "secretaris", "/domains/sociaal-domein/portfolio"),
    ("wiki", None, "/wiki/huishouden"),
)
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and data of each chunk of a PNG."""
    place = len(SIGNATURE)
    while place < len(picture):
        length, kind = struct.unpack_from(">I4s", picture, place)
        yield kind, picture[place + 8 : place + 8 + length]
        place += length + 12


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one chunk of a PNG with its length and checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(picture: bytes) -> bytes:
    """Return the same PNG, packed as tightly as zlib can."""
    held = list(chunks(picture))
    pixels = zlib.decompress(b"".join(data for kind, data in held if kind == b"IDAT"))
    strategies = (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED)
    tries = [zlib.compressobj(9, zlib.DEFLATED, 15, 9, strategy) for strategy in strategies]
    best = min((one.compress(pixels) + one.flush() for one in tries), key=len)
    head = next(data for kind, data in held if kind == b"IHDR")
    return SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", best) + chunk(b"IEND", b"")


def wait_for_index(visitor: Visitor) -> None:
    """Wait until the worker has filled the index, as a visitor sees it."""
    for _ in range(120):
        if visitor.open("/search?q=huishouden").locator("main h2 a, main h3 a").count():
            return
        visitor.page.wait_for_timeout(500)
    raise SystemExit("The index was not filled within a minute; see the log of the worker.")


def take(visit: Callable[[], Visitor], folder: Path) -> None:
    """Write every picture to ``folder``; fail on whatever a visitor should never meet."""
    wait_for_index(visit())
    for name, who, address in PICTURES:
        visitor = visit()
        if who:
            visitor.sign_in(who)
        page = visitor.open(address)
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        page.wait_for_load_state("networkidle")
        visitor.check()
        picture = packed(page.screenshot(animations="disabled"))
        (folder / f"{name}.png").write_bytes(picture)
        sys.stderr.write(f"{folder / name}.png: {len(picture) // 1000} kB\n")
        if len(picture) > MOST_BYTES:
            raise SystemExit(f"{name}.png is larger than {MOST_BYTES // 1000} kB; show less of the page.")
        visitor.close()


def main(folder: Path) -> None:
    """Start a demo and Chromium, take the pictures, stop both."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("Chromium is missing: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        port = free_port()
        demo = start_demo(Path(temporary) / "demo", port)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                take(lambda: Visitor(browser, f"http://127.0.0.1:{port}", WIDTH), folder)
                browser.close()
        finally:
            stop_demo(demo)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "images")
