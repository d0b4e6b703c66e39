"""The solver stays out of the web process until somebody calculates."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
START = """
import sys
from app import create_app
create_app()
print(sorted({"highspy", "numpy", "redis", "weasyprint"} & set(sys.modules)))
"""


def test_starting_the_application_loads_no_solver(tmp_path):
    environ = os.environ | {"ROUTEKAART_ENV": "test", "ROUTEKAART_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", START],
        cwd=PROJECT,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    assert done.stdout.strip().splitlines()[-1] == "[]"
