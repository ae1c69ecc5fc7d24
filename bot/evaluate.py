"""How well what people say is understood: on the held-out fifth and on the blind sets, per language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.parse import Parser
from bot.split import Line, all_lines, blind_lines, held_out

_CRISIS = ("crisis_self_harm", "crisis_unsafe", "medical_emergency")
_WORST = 6


@dataclass
class Score:
    """Counts of one set in one language."""

    lines: int = 0
    right: int = 0
    right_but_unsure: int = 0
    wrong_but_accepted: int = 0
    crisis: int = 0
    crisis_heard: int = 0
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def accuracy(self) -> float:
        """The share of lines whose best intent is right."""
        return self.right / self.lines if self.lines else 0.0


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
    return scores


def _count(score: Score, wanted: str, heard: str, accepted: bool) -> None:
    score.lines += 1
    if wanted in _CRISIS:
        score.crisis += 1
        score.crisis_heard += heard in _CRISIS and accepted
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
            f" danger heard by intent {s.crisis_heard}/{s.crisis}"
        )
        worst = ", ".join(f"{a} as {b} ({n})" for (a, b), n in s.confusions.most_common(_WORST))
        lines.append(f"            most confused: {worst}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report(evaluate()))
