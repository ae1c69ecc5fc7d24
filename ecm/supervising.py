"""Runs all processes under supervisord: starts them, restarts what dies, stops all of it cleanly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable, TextIO
from urllib.error import URLError
from urllib.request import urlopen

from ecm.settings import ROOT, Settings

_READY_WITHIN_S = 120
_STOP_WITHIN_S = 30
_HEAD = """\
[supervisord]
nodaemon=true
user={user}
logfile=/dev/null
logfile_maxbytes=0
pidfile={run}/supervisord.pid
directory={root}
"""
# A program that falls at once is tried again and again: with nobody there at night, giving up
# would silence the service.
_PROGRAM = """
[program:{name}]
command={command}
directory={root}
autorestart=true
startsecs=2
startretries=1000000
stopwaitsecs=20
stopasgroup=true
killasgroup=true
stdout_logfile=/dev/fd/1
stdout_logfile_maxbytes=0
redirect_stderr=true
environment=PYTHONUNBUFFERED="1",RASA_TELEMETRY_ENABLED="false"
"""


def programs(settings: Settings) -> dict[str, str]:
    """Return the command of every process by its name."""
    python = sys.executable
    web = (
        f"{python} -m gunicorn --bind {settings.host}:{settings.port} --workers 1"
        " --worker-class gthread --threads 64 --timeout 120 --graceful-timeout 10"
        " --log-level warning --worker-tmp-dir /dev/shm ecm.web_process:application()"
    )
    found = {"web": web, "worker": f"{python} -m ecm.worker"}
    if not settings.rasa_urls_value:
        model = ROOT / "models" / "ecm.tar.gz"
        found["rasa"] = f"{python} -m bot.serve --model {model} --port {settings.rasa_port}"
    return found


def write_config(settings: Settings) -> Path:
    """Write supervisord's configuration into the data folder and return its path."""
    run = settings.data_dir / "run"
    run.mkdir(parents=True, exist_ok=True)
    user = "root" if os.getuid() == 0 else str(os.getuid())
    text = _HEAD.format(run=run, root=ROOT, user=user)
    for name, command in programs(settings).items():
        text += _PROGRAM.format(name=name, command=command.replace("%", "%%"), root=ROOT)
    path = run / "supervisord.conf"
    path.write_text(text)
    return path


def run(settings: Settings, announce: Callable[[Settings], None]) -> int:
    """Run the service until it is told to stop; return supervisord's exit code.

    Args:
        settings: of this service.
        announce: called once when everything is ready.
    """
    config = write_config(settings)
    supervisor = subprocess.Popen(  # noqa: S603 - our own command line
        [sys.executable, "-W", "ignore", "-m", "supervisor.supervisord", "-n", "-c", str(config)],
        start_new_session=True,
    )
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: supervisor.send_signal(signal.SIGTERM))
    if wait_until_ready(settings, supervisor):
        announce(settings)
    return supervisor.wait()


def wait_until_ready(settings: Settings, supervisor: Any, out: TextIO = sys.stderr) -> bool:
    """Wait until `/readyz` says so; after a while say which part is not ready and go on."""
    url, deadline = f"http://127.0.0.1:{settings.port}/readyz", time.monotonic() + _READY_WITHIN_S
    problem = "no answer"
    while time.monotonic() < deadline and supervisor.poll() is None:
        try:
            with urlopen(url, timeout=2):
                return True
        except URLError as error:
            problem = str(getattr(error, "code", "no answer"))
            body = getattr(error, "read", lambda: b"")()
            problem = body.decode("utf-8", "replace")[:300] or problem
        except OSError:
            problem = "no answer"
        time.sleep(0.2)
    if supervisor.poll() is None:
        print(f"not ready after {_READY_WITHIN_S} s: {problem}", file=out)
    return False
