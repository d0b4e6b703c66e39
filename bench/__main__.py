"""``./run bench [--use-cases N] [--pages N] [--history PAGES] [--progress]``: fill, serve, measure."""

import argparse
import resource
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from bench import portfolio, progress, reports, selection, wiki
from bench.load import measure, show
from bench.servers import flask, served


def main() -> None:
    """Run the benchmarks and print raw figures."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--use-cases", type=int, default=2000)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=40, help="requests per page")
    parser.add_argument(
        "--history", type=int, metavar="PAGES", help="only looking back, among so many pages: 100000"
    )
    parser.add_argument(
        "--progress",
        action="store_true",
        help="only the dashboard, the charts and a roadmap, among 5000 use cases unless told otherwise",
    )
    parser.add_argument("--data", type=Path, help="with --progress: a data folder that was filled before")
    options = parser.parse_args()
    folder = options.data or Path(tempfile.mkdtemp(prefix="routekaart-bench-"))
    environ = {"ROUTEKAART_ENV": "demo", "ROUTEKAART_DATA_DIR": str(folder)}
    try:
        print(f"prepare: {flask('prepare', environ=environ):.1f} s")
        if options.history:
            measure_history(folder, environ, options.history, options.times)
            return
        if options.progress:
            total = 5000 if options.use_cases == parser.get_default("use_cases") else options.use_cases
            measure_progress(environ, total, options.times)
            return
        print(f"prepare again: {flask('prepare', environ=environ):.1f} s")
        seconds = flask("seed", "load", "--scale", str(options.use_cases), environ=environ)
        print(f"add {options.use_cases} use cases: {seconds:.1f} s")
        if options.pages:
            seconds = flask("seed", "load", "--pages", str(options.pages), environ=environ)
            print(f"add {options.pages} wiki pages: {seconds:.1f} s")
        print(rebuild_index(environ))
        with (
            served("bench.empty:create_app()", {}) as empty_port,
            served("app:create_app()", environ) as port,
        ):
            empty = measure(empty_port, "an empty Flask view", "/", times=options.times * 5)
            show(portfolio.measure_all(port, options.times), empty)
            first = "doelbinding" if not options.pages else newest_page(folder, options.pages)
            show(wiki.measure_all(port, options.times, "doelbinding", first), empty)
            print(wiki.compare_viewing(port, empty_port, "doelbinding"))
            print(wiki.measure_saving(port, "data-aanjager", options.times))
            selection.measure_meanwhile(empty_port, port, options.times)
        selection.measure_solver()
        selection.measure_schedules()
    finally:
        if not options.data:
            shutil.rmtree(folder, ignore_errors=True)


def measure_history(folder: Path, environ: dict[str, str], pages: int, times: int) -> None:
    """Print how fast one looks back at a page with 1,000 revisions among ``pages`` pages."""
    seconds = flask("seed", "load", "--pages", str(pages), "--no-index", environ=environ)
    print(f"add {pages} wiki pages and 1,000 revisions: {seconds:.1f} s")
    with served("bench.empty:create_app()", {}) as empty_port, served("app:create_app()", environ) as port:
        empty = measure(empty_port, "an empty Flask view", "/", times=times * 5)
        show(wiki.measure_history(port, times, newest_page(folder, pages)), empty)


def measure_progress(environ: dict[str, str], use_cases: int, times: int) -> None:
    """Print how fast dashboard, charts and a roadmap answer among ``use_cases`` with all their past."""
    seconds = flask("seed", "load", "--scale", str(use_cases), environ=environ)
    print(f"{use_cases} use cases with milestones, reports and statuses: {seconds:.1f} s")
    with served("bench.empty:create_app()", {}) as empty_port, served("app:create_app()", environ) as port:
        empty = measure(empty_port, "an empty Flask view", "/", times=times * 5)
        pages = progress.measure_all(port, progress.charts_of(port), times)
        show([*pages, *reports.measure_report(port, min(times, 5))], empty)


def rebuild_index(environ: dict[str, str]) -> str:
    """Build the index in a process of its own; return seconds and memory in one line."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    seconds = flask("search", "rebuild", environ=environ)
    peak = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    return f"search rebuild: {seconds:.1f} s, at most {peak / 1000:.0f} MB"


def newest_page(folder: Path, pages: int) -> str:
    """Return the slug of the generated page with the long history: the first of them."""
    with closing(sqlite3.connect(folder / "routekaart.sqlite3")) as database:
        newest = database.execute("SELECT max(id) FROM page").fetchone()[0]
    return f"proefpagina-{newest - pages + 1}"


if __name__ == "__main__":
    main()
