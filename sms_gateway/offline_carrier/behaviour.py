"""How the offline carrier misbehaves on request: effects on creates, callbacks, opt-out words.

Everything is kept in the state file, so every process that serves it behaves alike.
"""

from __future__ import annotations

import json
import random
import sqlite3
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

from ecm.errors import EcmError

EffectName = Literal["error", "hang", "reset", "garbled", "undelivered", "failed"]
EFFECTS: tuple[EffectName, ...] = ("error", "hang", "reset", "garbled", "undelivered", "failed")
OptOutMode = Literal["default", "advanced", "off"]


class ScriptInvalid(EcmError):
    """A script that the offline carrier does not understand."""

    code = "script_invalid"


@dataclass(frozen=True)
class Effect:
    """What happens to one create.

    Attributes:
        effect: `error` answers `status` and `code`; `hang` waits `seconds` and cuts the line;
            `reset` cuts the line at once; `garbled` answers half a JSON; `undelivered` and
            `failed` end the text that way with `code`.
        accept: for `hang` and `reset`: whether the text is taken although no answer comes.
    """

    effect: EffectName
    status: int = 500
    code: int = 0
    seconds: float = 30.0
    accept: bool = False

    @property
    def takes(self) -> bool:
        """Whether the text is taken."""
        return self.accept or self.effect in ("garbled", "undelivered", "failed")


@dataclass(frozen=True)
class Behaviour:
    """How the carrier behaves apart from single effects.

    Attributes:
        opt_out: `default` blocks on a lone STOP word, answers in Twilio's words and still forwards
            the text; `advanced` also sets `OptOutType`; `off` does neither.
        callback_statuses: what is reported of a text; Twilio reports no initial status.
        callback_delay_s: before the first report; `callback_gap_s` between two.
        callback_repeat: how often each report is sent.
        callback_shuffle: whether reports come in any order.
        inbound_repeat: how often each text from a phone is delivered to us.
        webhook_retries: tries after a failed connection (Twilio's `rc`, default 1).
        chances: (chance 0..1, effect): every create without an effect of its own draws one.
        seed: makes the draws repeatable.
    """

    opt_out: OptOutMode = "default"
    callback_statuses: tuple[str, ...] = ("sent", "delivered")
    callback_delay_s: float = 0.05
    callback_gap_s: float = 0.05
    callback_repeat: int = 1
    callback_shuffle: bool = False
    inbound_repeat: int = 1
    webhook_retries: int = 1
    chances: tuple[tuple[float, Effect], ...] = ()
    seed: int = 0


def read_effect(document: Any) -> Effect:
    """Read an effect from JSON.

    Raises:
        ScriptInvalid: unknown effect or field, or a value of the wrong type.
    """
    given = _checked(Effect, document, ignored=("times", "chance"))
    if given.get("effect") not in EFFECTS:
        raise ScriptInvalid(f"effect is one of {', '.join(EFFECTS)}")
    return Effect(**given)


def read_behaviour(present: Behaviour, document: Any) -> Behaviour:
    """Return the behaviour with the changes that a JSON object asks for.

    Raises:
        ScriptInvalid: unknown name, or a value that does not fit.
    """
    changes = _checked(Behaviour, document)
    if "chances" in changes:
        changes["chances"] = tuple(_read_chance(entry) for entry in changes["chances"])
    if "callback_statuses" in changes:
        changes["callback_statuses"] = tuple(str(s) for s in changes["callback_statuses"])
    if changes.get("opt_out", "default") not in ("default", "advanced", "off"):
        raise ScriptInvalid("opt_out is default, advanced or off")
    return replace(present, **changes)


def _read_chance(entry: Any) -> tuple[float, Effect]:
    effect = read_effect(entry)
    chance = entry.get("chance")
    if not isinstance(chance, (int, float)) or not 0 <= chance <= 1:
        raise ScriptInvalid("chance is 0 to 1")
    return float(chance), effect


def _checked(
    shape: type[Effect | Behaviour], document: Any, ignored: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return a JSON object's fields once they are fields of the shape, of the right JSON type."""
    if not isinstance(document, dict):
        raise ScriptInvalid("a JSON object is needed")
    given = {name: value for name, value in document.items() if name not in ignored}
    kinds = {f.name: _json_kinds(f.default) for f in fields(shape)}
    for name, value in given.items():
        if name not in kinds:
            raise ScriptInvalid(f"{name} is unknown; known: {', '.join(kinds)}")
        if type(value) not in kinds[name]:
            raise ScriptInvalid(f"{name} has the wrong type")
    return given


def _json_kinds(default: object) -> tuple[type, ...]:
    """Return the JSON types that a field with this default takes."""
    if isinstance(default, bool):
        return (bool,)
    if isinstance(default, tuple):
        return (list,)
    if isinstance(default, (int, float)):
        return (int, float) if isinstance(default, float) else (int,)
    return (str,)


def load(connection: sqlite3.Connection) -> Behaviour:
    """Return the behaviour in force."""
    row = connection.execute("SELECT value FROM behaviour WHERE name = 'all'").fetchone()
    if row is None:
        return Behaviour()
    document = json.loads(row["value"])
    document["chances"] = tuple((c, Effect(**e)) for c, e in document["chances"])
    document["callback_statuses"] = tuple(document["callback_statuses"])
    return Behaviour(**document)


def save(connection: sqlite3.Connection, behaviour: Behaviour) -> None:
    """Keep a behaviour."""
    connection.execute(
        "INSERT OR REPLACE INTO behaviour VALUES ('all', ?)", (json.dumps(asdict(behaviour)),)
    )


def queue_effect(connection: sqlite3.Connection, effect: Effect, times: int) -> None:
    """Let an effect befall the next creates that have none yet."""
    row = (json.dumps(asdict(effect)),)
    connection.executemany("INSERT INTO effects (effect) VALUES (?)", [row] * times)


def clear(connection: sqlite3.Connection) -> None:
    """Return to good behaviour."""
    connection.execute("DELETE FROM effects")
    connection.execute("DELETE FROM behaviour")


def waiting_effects(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return the effects not yet used, in order."""
    rows = connection.execute("SELECT effect FROM effects ORDER BY id")
    return [json.loads(row["effect"]) for row in rows]


def take_effect(connection: sqlite3.Connection, behaviour: Behaviour) -> Effect | None:
    """Take the effect of the next create: the oldest queued one, or one drawn by chance."""
    taken = connection.execute(
        "DELETE FROM effects WHERE id = (SELECT min(id) FROM effects) RETURNING effect"
    ).fetchall()
    if taken:
        return Effect(**json.loads(taken[0]["effect"]))
    return _draw(connection, behaviour) if behaviour.chances else None


def _draw(connection: sqlite3.Connection, behaviour: Behaviour) -> Effect | None:
    """Draw by seed and number of the draw, so that a run can be repeated."""
    draws = connection.execute(
        "INSERT INTO behaviour VALUES ('draws', '1') ON CONFLICT (name)"
        " DO UPDATE SET value = value + 1 RETURNING value"
    ).fetchall()
    # repeatable on purpose, and nobody's secret
    left = random.Random(f"{behaviour.seed}:{draws[0]['value']}").random()  # noqa: S311
    for chance, effect in behaviour.chances:
        left -= chance
        if left < 0:
            return effect
    return None
