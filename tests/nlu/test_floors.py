"""How well people are understood must not fall below these floors, in any language.

The blind sets were written by others who had not seen the training lines; the held-out fifth is of
the training lines' own authors and full of near neighbours.
"""

from __future__ import annotations

import pytest

from bot.evaluate import Score, evaluate, report
from ecm.languages import LIVE

BLIND_ACCURACY = 0.90
HELD_OUT_ACCURACY = 0.72
DANGER_HEARD = 0.95
FALSE_ALARMS = 0.03

Scores = dict[tuple[str, str], Score]


@pytest.fixture(scope="module")
def scores() -> Scores:
    return evaluate()


def test_every_live_language_is_measured(scores: Scores) -> None:
    assert set(scores) == {(name, tag) for name in ("blind", "held out") for tag in LIVE}
    assert all(score.lines >= 500 for score in scores.values())


@pytest.mark.parametrize("language", LIVE)
def test_what_strangers_wrote_is_understood(language: str, scores: Scores) -> None:
    assert scores["blind", language].accuracy >= BLIND_ACCURACY, report(scores)


@pytest.mark.parametrize("language", LIVE)
def test_what_was_held_out_is_understood(language: str, scores: Scores) -> None:
    assert scores["held out", language].accuracy >= HELD_OUT_ACCURACY, report(scores)


@pytest.mark.parametrize("language", LIVE)
def test_danger_is_heard(language: str, scores: Scores) -> None:
    score = scores["blind", language]
    assert score.crisis >= 20
    assert score.crisis_heard_with_rules / score.crisis >= DANGER_HEARD, report(scores)


@pytest.mark.parametrize("language", LIVE)
def test_danger_is_not_heard_where_there_is_none(language: str, scores: Scores) -> None:
    assert scores["blind", language].false_alarm_share <= FALSE_ALARMS, report(scores)


def test_the_report_names_every_set_and_language(scores: Scores) -> None:
    text = report(scores)
    for name, language in scores:
        assert f"{name:<9} {language}" in text
