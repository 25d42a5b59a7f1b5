"""What serves or searches loads only what it uses: memory is counted for every process."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from directory.cli import main

SERVING = """
from directory.app import create_app
from directory.cli import main
app = create_app({"SQLALCHEMY_DATABASE_URI": "sqlite://"}, instance=Path(sys.argv[1]))
app.test_client().get("/readyz")
main.main(["serve", "--help"], standalone_mode=False)
"""
SEARCHING = "from directory.search.whoosh_backend import WhooshBackend"


@pytest.mark.parametrize(
    ("code", "unused"),
    [
        (SERVING, {"alembic", "mako", "pygments", "webauthn", "OpenSSL", "authlib", "requests"}),
        (SEARCHING, {"flask", "sqlalchemy", "wtforms", "alembic"}),
    ],
    ids=["serving", "searching"],
)
def test_a_process_loads_no_library_that_it_has_no_use_for(
    code: str, unused: set[str], tmp_path: Path
) -> None:
    program = f"import sys\nfrom pathlib import Path\n{code}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )

    loaded = set(done.stdout.split())
    assert "directory.errors" in loaded
    assert not unused & loaded


def test_libraries_add_no_commands_to_ours(bare: Flask) -> None:
    done = bare.test_cli_runner().invoke(main, ["--help"])

    assert "migration " in done.output
    assert "\n  db " not in done.output
