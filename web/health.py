"""Liveness, readiness with the failing part named, and metrics for Prometheus.

`/metrics` holds counts only, no personal data, and answers none but this machine: the request must
come from loopback, name loopback as its host, and bear no mark of a proxy (a reverse proxy on the
same machine also comes from loopback). Scrape `http://127.0.0.1:<port>/metrics`. With several web
processes set `PROMETHEUS_MULTIPROC_DIR` to an empty folder, and every process is counted.
"""

from __future__ import annotations

import ipaddress
import os
import time
from collections.abc import Callable

from flask import Blueprint, Flask, Response, g, jsonify, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)

from web.refusals import Refusal

Readiness = Callable[[], "dict[str, bool]"]

REQUESTS = Counter("ecm_web_requests_total", "Web requests.", ["endpoint", "status"])
SECONDS = Histogram(
    "ecm_web_seconds",
    "Time until an answer began; reads of a chat wait for news on purpose.",
    ["endpoint"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
_PROXY_MARKS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")


def create_blueprint(readiness: Readiness) -> Blueprint:
    """Return the health routes as a blueprint.

    Args:
        readiness: says of each part, by name, whether it can serve now.
    """
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        """Say that this process answers."""
        return jsonify({"status": "alive"})

    @blueprint.get("/readyz")
    def readyz() -> tuple[Response, int]:
        """Say whether every part can serve: 200, or 503 with the failing parts."""
        parts = readiness()
        failing = sorted(name for name, works in parts.items() if not works)
        status = "not ready" if failing else "ready"
        return jsonify({"status": status, "failing": failing, "parts": parts}), (
            503 if failing else 200
        )

    @blueprint.get("/metrics")
    def metrics() -> Response:
        """Return the metrics, to this machine alone."""
        if not _from_this_machine():
            raise Refusal(404, "not_found")
        return Response(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)

    return blueprint


def _registry() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _from_this_machine() -> bool:
    if any(mark in request.headers for mark in _PROXY_MARKS):
        return False
    host = request.host.rpartition(":")[0] if ":" in request.host else request.host
    return _loopback(request.remote_addr or "") and _loopback(host.strip("[]"))


def _loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def count_requests(app: Flask) -> None:
    """Count every request by endpoint and status, and time it."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        REQUESTS.labels(endpoint, response.status_code).inc()
        SECONDS.labels(endpoint).observe(time.perf_counter() - g.get("began", 0.0))
        return response
