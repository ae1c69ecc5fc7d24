"""What operators see of the SMS edge; labels never hold personal data."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

WEBHOOKS = Counter(
    "ecm_sms_webhooks_total", "Carrier webhooks by hook and outcome.", ["hook", "outcome"]
)
WEBHOOK_SECONDS = Histogram(
    "ecm_sms_webhook_seconds",
    "Time to answer a carrier webhook; the carrier gives up after 15 s.",
    ["hook"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15),
)
