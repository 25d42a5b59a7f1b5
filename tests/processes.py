"""Commands in processes of their own: real ones, but begun with all modules imported already."""

import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Mapping
from multiprocessing.connection import wait
from pathlib import Path

# To start Python and import the program takes longer than most commands: one process does it once.
_BEGINNER = multiprocessing.get_context("forkserver")
_BEGINNER.set_forkserver_preload(["directory.cli"])


class Command:
    """A ``doorstep`` command that runs; once all is imported, every warning is an error to it."""

    def __init__(self, says: Path, settings: Mapping[str, str], *words: str) -> None:
        """Start it, with these environment variables; what it says goes to a file."""
        self._says = says
        self._process = _BEGINNER.Process(
            target=_run, args=(says, dict(settings), words), daemon=True
        )
        self._process.start()

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        """Kill it, and wait until it is dead."""
        self._process.kill()
        # Another thread may be waiting for its end: only that one may take the exit status.
        wait([self._process.sentinel], 60)

    def end(self) -> tuple[int | None, str]:
        """Wait for its end; return its exit status (minus the signal's number) and all it said."""
        self._process.join(60)
        return self._process.exitcode, self._says.read_text()


def _run(says: Path, settings: Mapping[str, str], words: tuple[str, ...]) -> None:
    with says.open("w") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    os.environ.update(settings)
    warnings.simplefilter("error")
    from directory.cli import main

    sys.argv = ["doorstep", *words]
    main()
