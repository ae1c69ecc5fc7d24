"""Golden conversations: every scenario in every language, by text message and on the web.

`make transcripts` writes the golden files anew; the difference is read by people.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask

from ecm import bootstrap
from ecm.adapters import schema
from ecm.languages import LIVE
from tests.transcripts.harness import Player, scenarios

HERE = Path(__file__).parent
WRITE = os.environ.get("ECM_WRITE_TRANSCRIPTS") == "1"
CASES = [
    (folder, channel, language)
    for folder in scenarios(HERE)
    for channel in yaml.safe_load((folder / "scenario.yml").read_text())["channels"]
    for language in LIVE
]


@pytest.mark.parametrize(
    ("folder", "channel", "language"), CASES, ids=[f"{f.name}-{c}-{t}" for f, c, t in CASES]
)
def test_a_conversation_goes_as_written(
    service: Flask, hand_clock, folder: Path, channel: str, language: str
) -> None:
    scenario = yaml.safe_load((folder / "scenario.yml").read_text(encoding="utf-8"))
    player = Player(service, channel, language, hand_clock)
    golden = folder / f"{language}.{channel}.txt"
    try:
        names = _play(player, scenario["steps"])
        _same_in_every_language(folder / f"names.{channel}.yml", language, names)
        _check(player, scenario.get("finally", {}))
    finally:
        if WRITE:
            golden.write_text(player.transcript(), encoding="utf-8")
    assert player.transcript() == golden.read_text(encoding="utf-8")


def _same_in_every_language(path: Path, language: str, names: list[list[str]]) -> None:
    """Compare the messages that each step was answered with, by name: no language differs."""
    if WRITE and language == "en":
        path.write_text("".join(f"- {json.dumps(step)}\n" for step in names))
    assert names == yaml.safe_load(path.read_text()), f"{language} differs from {path.name}"


def _play(player: Player, steps: list[dict[str, Any]]) -> list[list[str]]:
    player.begin()
    names = []
    for number, step in enumerate(steps):
        if player.channel in step.get("channels", [player.channel]):
            player.step(step)
            wanted = step.get("expect", player.names)
            assert player.names == wanted, f"step {number}: {step}\n{player.transcript()}"
            names.append(player.names)
    return names


def _check(player: Player, wanted: Mapping[str, Any]) -> None:
    """Compare what was stored with what the scenario says."""
    store, thread = bootstrap.store(), player.conversation_id()
    with store.begin() as session:
        conversation = session.conversation(thread)
        records = session.referrals_of(thread)
        opted_out = session.opted_out(conversation.address_index)
        alerts = session.connection.execute(
            schema.alerts.select().where(schema.alerts.c.conversation_id == thread)
        ).all()
        facts = (session.screening(conversation.state.get("screening") or "") or {}).get("facts")
    found = {
        "submitted": sum(record.state == "submitted" for record in records),
        "delivered": sum(
            d.state == "delivered" for r in records for d in store.deliveries.of_referral(r.id)
        ),
        "alerts": sorted(alert.kind for alert in alerts),
        "opted_out": opted_out,
        "language": conversation.language,
    }
    if wanted.get("language") == "same":
        wanted = {**wanted, "language": player.language}
    for name, value in wanted.items():
        if name == "facts":
            assert {key: (facts or {}).get(key) for key in value} == value
        else:
            assert found[name] == value, name


def test_there_are_at_least_twelve_scenarios() -> None:
    assert len(scenarios(HERE)) >= 12
