"""The Rasa process: our channel only, loopback only, actions inside, no HTTP API, no telemetry."""

from __future__ import annotations

import argparse
import hashlib
import logging
import socket
import sys
import time
from pathlib import Path

from bot.lean import keep_out_tensorflow
from bot.quiet import quiet_imports, quiet_logs

ROOT = Path(__file__).resolve().parent.parent
_log = logging.getLogger("ecm.rasa")


def model_is_ours(model: Path) -> bool:
    """Return whether a model's hash is the one that training wrote: a model file is code."""
    stamp = model.with_name(model.name.removesuffix(".tar.gz") + ".sha256")
    if not model.exists() or not stamp.exists():
        return False
    return hashlib.sha256(model.read_bytes()).hexdigest() == stamp.read_text().strip()


def port_is_taken(port: int) -> bool:
    """Return whether somebody listens on a loopback port; Sanic would end in silence."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def main() -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "ecm.tar.gz")
    parser.add_argument("--port", type=int, default=5005)
    given = parser.parse_args()
    if not model_is_ours(given.model):
        print(
            "the model is missing or not the one that was trained here: make train", file=sys.stderr
        )
        return 2
    if port_is_taken(given.port):
        print(f"port {given.port} is taken by another process", file=sys.stderr)
        return 2
    serve(given.model, given.port)
    return 0


def serve(model: Path, port: int) -> None:
    """Serve a model on a loopback port."""
    begun = time.perf_counter()
    quiet_imports()
    keep_out_tensorflow()
    import rasa.core.run
    import rasa.utils.common
    from rasa.core.utils import AvailableEndpoints

    from bot.fast_actions import compile_schema_once
    from bot.in_process_actions import InProcessActions
    from ecm import bootstrap
    from ecm.logs import set_up_logging

    set_up_logging("rasa", bootstrap.settings().log_format)
    quiet_logs()
    compile_schema_once()
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    endpoints.action = InProcessActions()
    rasa.utils.common.update_sanic_log_level = lambda *_: None

    async def announce(_app: object, _loop: object) -> None:
        quiet_logs()
        bootstrap.dialogue()
        _log.info("rasa is ready after %.1f s", time.perf_counter() - begun)

    rasa.core.run.serve_application(
        str(model),
        interface="127.0.0.1",
        port=port,
        credentials=str(ROOT / "credentials.yml"),
        enable_api=False,
        endpoints=endpoints,
        server_listeners=[(announce, "after_server_start")],
    )


if __name__ == "__main__":
    sys.exit(main())
