"""Texts that cost a converter for ever: each ends in bounded time, and nothing of it is lost."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from wiki import markup
from wiki.rendering import pool as pools
from wiki.rendering.pool import Pool
from wiki.rendering.process import PROJECT, Broken, TooHard, Worker

HOSTILE = {
    "square brackets": "[" * 20_000,
    "square brackets that close": "[" * 5_000 + "]" * 5_000,
    "links that do not close": "[a](" * 20_000,
    "images that do not close": "![a](<b" * 20_000,
    "fences that do not close": "```\n" * 20_000,
    "fences of waves": "~~~ x\n" * 20_000,
    "the start of a tag": "<a " * 50_000,
    "smaller than": "<" * 100_000,
    "kept tags that do not close": "<sub>" * 30_000,
    "comments that do not close": "<!--" * 50_000,
    "nested quotes": ">" * 20_000 + " x",
    "deeper and deeper quotes": "\n".join(">" * depth + " x" for depth in range(1, 400)),
    "nested definition lists": "\n".join(f"{'    ' * depth}a\n{'    ' * depth}: b\n" for depth in range(250)),
    "backticks": "`" * 50_000,
    "backticks of every length": " ".join("`" * length for length in range(1, 600)),
    "deep lists": "\n".join("    " * depth + "- a" for depth in range(400)),
    "emphasis": "*a **b " * 30_000,
    "emphasis by underscores": "_a" * 50_000,
    "waves": "~~a" * 30_000,
    "a wide table": "|" * 100_000 + "\n|-|-|\n",
    "a long table": "|a|b|\n|-|-|\n" + "|x|y|\n" * 10_000,
    "references": "[a]: <" * 20_000,
    "footnotes": "".join(f"x[^{number}] " for number in range(2000)) + "\n\n[^1]: x",
    "abbreviations": "".join(f"*[a{number}]: b\n" for number in range(3000)) + "x",
    "attribute lists": "{: " * 30_000,
    "nested admonitions": "\n".join("    " * depth + "!!! note" for depth in range(200)),
    "entities": "&#" * 100_000,
    "mail": "<a@" * 40_000,
    "signs that the converter uses itself": "\x02\x03" * 20_000 + "x",
    "half a sign": "\ud800 x",
    "nothing that shows": "​" * 50_000,
    "half a megabyte on one line": "woord " * 83_000,
    "five megabytes on one line": "a" * 5_000_000,
}


@pytest.fixture
def strict_pool(monkeypatch):
    """A pool of one worker that gives a text little time."""
    monkeypatch.setattr(pools, "_pool", pool := Pool(size=1, seconds=1.0))
    yield pool
    pool.close()


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_ends_and_an_ordinary_one_after_it_is_rendered(in_dutch, strict_pool, source):
    rendered = markup.render(source)

    assert rendered.html or not source.strip()
    if rendered.notice:
        shown = BeautifulSoup(rendered.html, "html.parser").text
        assert shown.replace("�", "") == source.replace("\ud800", "").lstrip("\n"), "not a sign is lost"
    assert markup.render("*na* afloop").html == "<p><em>na</em> afloop</p>"


def test_a_worker_ends_by_its_limit_of_processor_time(in_dutch, strict_pool):
    strict_pool.seconds = 60
    strict_pool.workers[0].cpu_seconds = 0
    with pytest.raises(TooHard, match=str(-signal.SIGXCPU)):
        strict_pool.render("[" * 60_000)


def test_a_text_too_long_is_shown_as_typed_without_asking_a_worker(in_dutch, strict_pool):
    rendered = markup.render("<b>" * markup.LONGEST)

    assert rendered.html.startswith('<pre class="plain">&lt;b&gt;')
    assert "te lang" in rendered.notice
    assert strict_pool.workers[0].process is None


def test_a_worker_that_was_killed_is_started_again(in_dutch, strict_pool):
    assert strict_pool.render("een")["html"] == "<p>een</p>"
    first = strict_pool.workers[0].process
    os.kill(first.pid, signal.SIGKILL)
    first.wait()

    assert strict_pool.render("twee")["html"] == "<p>twee</p>"
    assert strict_pool.workers[0].process.pid != first.pid


def test_a_worker_that_is_killed_while_it_works_makes_the_text_start_again(in_dutch):
    """The killer strikes between the text and the answer, as out-of-memory killers do."""
    pool = Pool(size=1)
    pool.workers[0].render("warm", 5)
    sent = pool.workers[0]._write

    def write_and_die(data, until):
        sent(data, until)
        pool.workers[0]._write = sent
        pool.workers[0].process.kill()

    pool.workers[0]._write = write_and_die
    try:
        assert pool.render("*toch*")["html"] == "<p><em>toch</em></p>"
    finally:
        pool.close()


def test_a_renderer_that_cannot_start_gives_the_text_as_typed(in_dutch, strict_pool, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bestaat/niet")

    rendered = markup.render("*tekst*")

    assert rendered.html == '<pre class="plain">*tekst*</pre>'
    assert "nu even niet" in rendered.notice


def test_eight_threads_get_each_its_own_text(in_dutch):
    pool = Pool()
    start = threading.Barrier(8)

    def ask(number: int) -> list[str]:
        start.wait()
        return [pool.render(f"*{number}* {turn}")["html"] for turn in range(5)]

    try:
        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(ask, range(8)))
    finally:
        pool.close()

    assert answers == [[f"<p><em>{number}</em> {turn}</p>" for turn in range(5)] for number in range(8)]


def test_many_texts_come_back_in_order_with_the_bad_one_among_them():
    pool = Pool(seconds=1.0)
    try:
        answers = pool.render_all(["een", "[" * 30_000, *(f"tekst {number}" for number in range(50))])
    finally:
        pool.close()

    assert answers[0]["html"] == "<p>een</p>"
    assert isinstance(answers[1], TooHard)
    assert [answer["html"] for answer in answers[2:]] == [f"<p>tekst {number}</p>" for number in range(50)]


def test_a_forked_process_has_workers_of_its_own_and_leaves_none_behind():
    """As gunicorn forks after it loaded the application."""
    script = (
        "import os, sys\n"
        "from wiki.rendering.pool import the_pool\n"
        "parent = the_pool()\n"
        "parent.render('ouder')\n"
        "(pid,) = [worker.process.pid for worker in parent.workers if worker.process]\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    assert the_pool() is not parent\n"
        "    print(the_pool().render('*kind*')['html'], flush=True)\n"
        "    sys.exit(0)\n"
        "_, status = os.waitpid(child, 0)\n"
        "assert status == 0\n"
        "print(the_pool().render('*ouder*')['html'])\n"
        "print(pid)\n"
    )
    command = [sys.executable, "-W", "error", "-c", script]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    child, parent, pid = done.stdout.split("\n")[:3]

    assert not done.stderr
    assert (child, parent) == ("<p><em>kind</em></p>", "<p><em>ouder</em></p>")
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


def test_a_worker_knows_none_of_our_secrets(monkeypatch):
    monkeypatch.setenv("ROUTEKAART_SECRET_KEY", "geheim")
    worker = Worker()
    try:
        worker.render("x", 5)
        environ = Path(f"/proc/{worker.process.pid}/environ").read_bytes()
    finally:
        worker.stop()

    assert b"ROUTEKAART" not in environ


def test_a_worker_that_dies_at_once_is_told_apart_from_a_hard_text(monkeypatch):
    worker = Worker()
    monkeypatch.setattr("wiki.rendering.process.PROJECT", PROJECT / "docs")

    with pytest.raises(Broken):
        worker.render("x", 5)
    assert worker.process is None
