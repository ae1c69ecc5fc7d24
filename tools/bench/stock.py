"""A stock Rasa bot on the same training data: default pipeline and policies, REST channel.

Its answers are plain `utter_` responses, and in a second variant a custom action on Rasa's own action
server, which is how a stock bot would reach a database.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import requests
import yaml

from tools.bench.processes import Running, free_port

EPOCHS = 100
CONFIG: dict[str, Any] = {
    "recipe": "default.v1",
    "language": "en",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "ResponseSelector", "epochs": 100, "constrain_similarities": True},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
    # What the stock bot trains for; `--stock-epochs` lowers it and the time is then extrapolated.
    "policies": [
        {"name": "MemoizationPolicy"},
        {"name": "RulePolicy"},
        {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": 100},
        {"name": "TEDPolicy", "max_history": 5, "epochs": 100, "constrain_similarities": True},
    ],
}
ACTION = '''"""The stock bot's one action."""
from rasa_sdk import Action


class Answer(Action):
    def name(self):
        return "action_answer"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="ok")
        return []
'''


class Stock:
    """The stock bot's project folder, its model and its processes.

    Args:
        folder: where the project is written; a model trained from the same data is kept there.
        examples: training lines by intent.
        with_action: whether turns end in a custom action on an action server.
    """

    def __init__(
        self, folder: Path, examples: dict[str, list[str]], with_action: bool, epochs: int = EPOCHS
    ) -> None:
        self._folder = folder
        self._config = _with_epochs(epochs)
        self._epochs = epochs
        self._examples = examples
        self._with_action = with_action

    def write(self) -> None:
        """Write the project."""
        self._folder.mkdir(parents=True, exist_ok=True)
        answer = "action_answer" if self._with_action else "utter_answer"
        intents = sorted(self._examples)
        nlu = [
            {"intent": intent, "examples": "".join(f"- {line}\n" for line in lines)}
            for intent, lines in self._examples.items()
        ]
        rules = [
            {"rule": f"answer {intent}", "steps": [{"intent": intent}, {"action": answer}]}
            for intent in [*intents, "nlu_fallback"]
        ]
        domain = {
            "version": "3.1",
            "intents": intents,
            "responses": {"utter_answer": [{"text": "ok"}]},
        }
        if self._with_action:
            domain["actions"] = ["action_answer"]
        self._dump("config.yml", self._config)
        self._dump("domain.yml", domain)
        self._dump("data/nlu.yml", {"version": "3.1", "nlu": nlu})
        self._dump("data/rules.yml", {"version": "3.1", "rules": rules})
        self._dump("credentials.yml", {"rest": None})
        (self._folder / "stock_actions.py").write_text(ACTION)

    def _dump(self, name: str, content: object) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))

    def train(self) -> float:
        """Train, or take the model of an earlier bench on the same data; return its seconds.

        With fewer epochs than the default's the seconds are those of all of them, extrapolated.
        """
        stamp = self._folder / "trained.json"
        wanted = hashlib.sha256(
            json.dumps([self._config, self._examples, self._with_action]).encode()
        ).hexdigest()
        if stamp.exists():
            kept = json.loads(stamp.read_text())
            if kept["data"] == wanted:
                return float(kept["seconds"])
        shutil.rmtree(self._folder / "models", ignore_errors=True)
        shutil.rmtree(self._folder / ".rasa", ignore_errors=True)
        running = Running(
            [sys.executable, "-m", "rasa", "train", "--fixed-model-name", "stock"],
            {},
            self._folder / "train.log",
            self._folder,
        )
        model = self._folder / "models" / "stock.tar.gz"
        seconds = running.wait_for(lambda: model.exists() and _settled(model), seconds=7200)
        running.stop()
        missing = EPOCHS - self._epochs
        seconds += missing * epoch_seconds(self._folder / "train.log")
        stamp.write_text(json.dumps({"data": wanted, "seconds": seconds}))
        return seconds

    def start(self) -> tuple[list[Running], str, float]:
        """Start Rasa (and its action server); return the processes, the address, ready seconds."""
        processes, port, action_port = [], free_port(), free_port()
        self._dump(
            "endpoints.yml", {"action_endpoint": {"url": f"http://127.0.0.1:{action_port}/webhook"}}
        )
        if self._with_action:
            processes.append(
                Running(
                    [
                        sys.executable,
                        "-m",
                        "rasa_sdk",
                        "--actions",
                        "stock_actions",
                        "--port",
                        str(action_port),
                    ],
                    {},
                    self._folder / "actions.log",
                    self._folder,
                )
            )
        url = f"http://127.0.0.1:{port}"
        rasa = Running(
            [
                sys.executable,
                "-m",
                "rasa",
                "run",
                "-i",
                "127.0.0.1",
                "--port",
                str(port),
                "--credentials",
                "credentials.yml",
                "--endpoints",
                "endpoints.yml",
            ],
            {},
            self._folder / "run.log",
            self._folder,
        )
        processes.append(rasa)
        ready = rasa.wait_for(lambda: bool(say(url, "probe", "hi")))
        return processes, url, ready


def _with_epochs(epochs: int) -> dict[str, object]:
    """Return the default configuration with another number of epochs."""
    config = json.loads(json.dumps(CONFIG))
    for component in [*config["pipeline"], *config["policies"]]:
        if "epochs" in component:
            component["epochs"] = epochs
    return dict(config)


def epoch_seconds(log: Path) -> float:
    """Return the seconds of one epoch of understanding, from the progress lines of a training."""
    rates = re.findall(r"([0-9.]+)s/it", log.read_text(errors="replace"))
    return max(map(float, rates), default=0.0)


def _settled(model: Path) -> bool:
    """Return whether a file has stopped growing."""
    size = model.stat().st_size
    time.sleep(1)
    return size > 0 and model.stat().st_size == size


def say(url: str, sender: str, text: str) -> list[object]:
    """Say one text to a stock bot and return its answers."""
    answer = requests.post(
        f"{url}/webhooks/rest/webhook", json={"sender": sender, "message": text}, timeout=60
    )
    found: list[object] = answer.json()
    return found
