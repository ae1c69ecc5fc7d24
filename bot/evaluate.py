"""How well what people say is understood: on the held-out fifth and on the blind sets, per language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.parse import Parser
from bot.split import Line, all_lines, blind_lines, held_out
from ecm.safety import find_crisis

_CRISIS = ("crisis_self_harm", "crisis_unsafe", "medical_emergency")
_WORST = 6


@dataclass
class Score:
    """Counts of one set in one language.

    Danger is heard by the intent, or by the safety rules that read every message before it; a false
    alarm is an accepted intent of danger on a line that speaks of none.
    """

    lines: int = 0
    right: int = 0
    right_but_unsure: int = 0
    wrong_but_accepted: int = 0
    crisis: int = 0
    crisis_heard: int = 0
    crisis_heard_with_rules: int = 0
    false_alarms: int = 0
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def accuracy(self) -> float:
        """The share of lines whose best intent is right."""
        return self.right / self.lines if self.lines else 0.0

    @property
    def false_alarm_share(self) -> float:
        """The share of false alarms among lines that speak of no danger."""
        return self.false_alarms / max(self.lines - self.crisis, 1)


def evaluate(parser: Parser | None = None) -> dict[tuple[str, str], Score]:
    """Return the scores by (set, language)."""
    parser = parser or Parser()
    sets = {"held out": (line for line in all_lines() if held_out(line)), "blind": blind_lines()}
    scores: dict[tuple[str, str], Score] = {}
    for name, lines in sets.items():
        for language, score in _score(parser, lines).items():
            scores[name, language] = score
    return scores


def _score(parser: Parser, lines: Iterable[Line]) -> dict[str, Score]:
    scores: dict[str, Score] = {}
    for line in lines:
        score = scores.setdefault(line.language, Score())
        parsed = parser.parse(line.text, line.language)
        _count(score, line.intent, parsed["intent"], parsed["accepted"])
        _count_danger(score, line, parsed["accepted"] and parsed["intent"] in _CRISIS)
    return scores


def _count_danger(score: Score, line: Line, heard: bool) -> None:
    if line.intent in _CRISIS:
        score.crisis += 1
        score.crisis_heard += heard
        score.crisis_heard_with_rules += heard or bool(find_crisis(line.text, line.language))
    else:
        score.false_alarms += heard


def _count(score: Score, wanted: str, heard: str, accepted: bool) -> None:
    score.lines += 1
    if heard == wanted:
        score.right += 1
        score.right_but_unsure += not accepted
    else:
        score.wrong_but_accepted += accepted
        score.confusions[wanted, heard] += 1


def report(scores: dict[tuple[str, str], Score]) -> str:
    """Return the scores as lines of text."""
    lines = []
    for (name, language), s in scores.items():
        lines.append(
            f"  {name:<9} {language:<8} {s.right}/{s.lines} right ({s.accuracy:.1%});"
            f" asked again though right {s.right_but_unsure / max(s.right, 1):.1%};"
            f" acted on though wrong {s.wrong_but_accepted / s.lines:.1%};"
            f" danger heard by intent {s.crisis_heard}/{s.crisis},"
            f" with the rules {s.crisis_heard_with_rules}/{s.crisis};"
            f" false alarms {s.false_alarm_share:.1%}"
        )
        worst = ", ".join(f"{a} as {b} ({n})" for (a, b), n in s.confusions.most_common(_WORST))
        lines.append(f"            most confused: {worst}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report(evaluate()))
