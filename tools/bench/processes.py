"""Starts, measures and stops the processes of a service under test."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import requests


def free_port() -> int:
    """Return a loopback port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A process group that was started, until it is stopped.

    Args:
        command: the command line.
        environ: what is added to the environment.
        log: file for everything it prints.
        folder: where it runs.
    """

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], log: Path, folder: Path
    ) -> None:
        self.started = time.perf_counter()
        self._log = log.open("wb")
        self._process = subprocess.Popen(
            command,
            env={**os.environ, **environ},
            stdout=self._log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            start_new_session=True,
        )

    def wait_for(self, ready: Callable[[], bool], seconds: float = 300) -> float:
        """Return the seconds from the start until `ready` says yes.

        Raises:
            RuntimeError: the process ended or took too long.
        """
        while time.perf_counter() - self.started < seconds:
            if self._process.poll() is not None:
                raise RuntimeError(f"ended with {self._process.returncode}: {self._log.name}")
            try:
                if ready():
                    return time.perf_counter() - self.started
            except requests.RequestException:
                pass
            time.sleep(0.02)
        raise RuntimeError(f"not ready after {seconds} s: {self._log.name}")

    def memory_mb(self) -> float:
        """Return the resident memory of the process and all below it, in MB (shared pages once
        per process, as `ps` shows them)."""
        return sum(_rss_mb(pid) for pid in _family(self._process.pid))

    def stop(self) -> None:
        """Stop the process and all below it."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
        self._log.close()


def _family(pid: int) -> list[int]:
    listing = subprocess.run(
        ["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    pairs = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()]
    found = [pid]
    for parent in found:
        found += [child for child, its_parent in pairs if its_parent == parent]
    return found


def _rss_mb(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
