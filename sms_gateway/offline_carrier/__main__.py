"""Runs the offline carrier alone, for tests and benches.

python -m sms_gateway.offline_carrier --port 4010 --state var/carrier --webhook http://127.0.0.1:8080
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from ecm.settings import Settings, read_settings
from sms_gateway.offline_carrier import create_blueprint

STATE_FILE = "carrier.db"


class _Quiet(WSGIRequestHandler):
    """Logs no request line."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: addresses hold phone numbers."""


def create_app(state: Path | str, settings: Settings | None = None) -> Flask:
    """Return an application with nothing but the offline carrier.

    Args:
        state: the folder for its file.
        settings: account, tokens, number, and the public origin that webhooks go to; read from
            the environment when not given.
    """
    app = Flask("offline_carrier")
    app.register_blueprint(create_blueprint(Path(state) / STATE_FILE, settings or read_settings()))
    return app


def create_server(app: Flask, host: str, port: int) -> BaseWSGIServer:
    """Return a threaded server for an application; port 0 picks a free one."""
    return make_server(host, port, app, threaded=True, request_handler=_Quiet)


def main(argv: Sequence[str] | None = None) -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="sms_gateway.offline_carrier", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=4010)
    parser.add_argument("--state", type=Path, required=True, help="folder of its state file")
    parser.add_argument("--webhook", required=True, help="origin of the service, no path")
    given = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    settings = replace(read_settings(), public_origin_value=given.webhook)
    server = create_server(create_app(given.state, settings), given.host, given.port)
    sys.stdout.write(f"offline carrier on http://{given.host}:{server.port}/offline-carrier\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
