"""``./run bench [--use-cases N] [--pages N] [--keep]``: fill a database of its own, serve it, measure."""

import argparse
import shutil
import tempfile
from pathlib import Path

from bench import portfolio
from bench.load import measure, show
from bench.servers import flask, served


def main() -> None:
    """Run the benchmarks and print raw figures."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--use-cases", type=int, default=2000)
    parser.add_argument("--times", type=int, default=40, help="requests per page")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="routekaart-bench-"))
    environ = {"ROUTEKAART_ENV": "demo", "ROUTEKAART_DATA_DIR": str(folder)}
    try:
        print(f"prepare: {flask('prepare', environ=environ):.1f} s")
        print(f"prepare again: {flask('prepare', environ=environ):.1f} s")
        seconds = flask("seed", "load", "--scale", str(options.use_cases), environ=environ)
        print(f"add {options.use_cases} use cases: {seconds:.1f} s")
        with served("bench.empty:create_app()", {}) as empty_port, served("app:create_app()", environ) as port:
            empty = measure(empty_port, "an empty Flask view", "/", times=options.times * 5)
            show(portfolio.measure_all(port, options.times), empty)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
