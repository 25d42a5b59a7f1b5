"""Timing side by side: every contender in turn, round after round, medians and ratios."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Times:
    """The times of one contender, in milliseconds."""

    name: str
    ms: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Return the middle time."""
        return statistics.median(self.ms)

    @property
    def p95(self) -> float:
        """Return the time that 95 in 100 are not above."""
        ordered = sorted(self.ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def side_by_side(
    contenders: Mapping[str, Callable[[object], object]], asked: Sequence[object]
) -> list[Times]:
    """Ask every contender each thing in turn, so that a change of the machine's speed meets all."""
    times = {name: Times(name) for name in contenders}
    names = list(contenders)
    for number, each in enumerate(asked):
        # Whoever goes first pays for cold caches: take turns.
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            began = time.perf_counter()
            contenders[name](each)
            times[name].ms.append((time.perf_counter() - began) * 1000)
    return list(times.values())


def machine() -> str:
    """Return what this was measured on, in a line."""
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    memory = round(pages * size / 2**30)
    python = platform.python_version()
    return f"{os.cpu_count()} cores ({model}), {memory} GiB, {platform.system()}, Python {python}"


def resident_mb(process: object = "self") -> float:
    """Return the memory a process holds, this one or that of a number, in MB (Linux)."""
    for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def processor_ms(process: int) -> float:
    """Return how long a process has run on a processor, with threads that ended (Linux)."""
    # Linux names the clock of another process like this: clock_getcpuclockid(3).
    return time.clock_gettime_ns((~process << 3) | 2) / 1e6


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}"]
    lines += [f"| {' | '.join(_shown(value) for value in row)} |" for row in rows]
    return "\n".join(lines)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}" if value < 10 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
