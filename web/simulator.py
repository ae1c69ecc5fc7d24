"""The offline phone: a page that texts through the offline carrier, for demonstrations.

`GET /simulator/` is a tool for those who run or judge the service, in English; no person we serve
sees it, and in production it does not exist. It holds no secret: the page types and reads through
`/offline-carrier/phones/<number>/messages` of the same origin. Its numbers are +1 530 555 xxxx, of
an exchange that no phone has.
"""

from __future__ import annotations

from flask import Blueprint, render_template

from ecm.settings import Settings
from web.refusals import Refusal
from web.rendering import asset


def create_blueprint(settings: Settings) -> Blueprint:
    """Return the simulator as a blueprint.

    Args:
        settings: whether this is production, who runs the service, and the number to text to.
    """
    blueprint = Blueprint("simulator", __name__)

    @blueprint.get("/simulator/")
    def simulator() -> str:
        """Show the phone."""
        if settings.production or not settings.offline:
            raise Refusal(404, "not_found")
        return render_template(
            "simulator.html",
            asset=asset,
            number=settings.carrier_from,
            operator=settings.operator,
        )

    return blueprint
