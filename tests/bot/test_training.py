"""Training: skipped when nothing changed, refused in one line when something is broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot import serve, split, train

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of all that a model is made from."""
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("bot", "data/nlu", "data/dialogue"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "ecm").symlink_to(ROOT / "ecm")
    return tmp_path


@pytest.fixture
def here(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The copy with a model in it, and training in this process working there."""
    models = copy / "models"
    models.mkdir()
    for name in ("ecm.tar.gz", "ecm.sha256"):
        shutil.copy(ROOT / "models" / name, models / name)
    monkeypatch.setattr(train, "ROOT", copy)
    monkeypatch.setattr(train, "MODELS", models)
    monkeypatch.setattr(train, "MODEL", models / "ecm.tar.gz")
    monkeypatch.setattr(sys, "argv", ["train"])
    (models / "ecm.fingerprint").write_text(train.fingerprint())
    return copy


def trained_there(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.train"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_nothing_is_trained_when_nothing_changed(here: Path, capsys) -> None:
    assert train.main() == 0
    assert capsys.readouterr().out == "The model is up to date.\n"


@pytest.mark.parametrize(
    "name",
    [
        "config.yml",
        "domain.yml",
        "data/nlu/es/talk.yml",
        "data/dialogue/rules.yml",
        "bot/features.py",
    ],
)
def test_a_change_anywhere_makes_the_model_old(name: str, here: Path) -> None:
    assert train.up_to_date()
    before = train.fingerprint()
    with (here / name).open("a") as file:
        file.write("\n# changed\n")
    assert train.fingerprint() != before
    assert not train.up_to_date()


def test_a_new_or_renamed_file_makes_the_model_old(here: Path) -> None:
    (here / "data" / "nlu" / "en" / "talk.yml").rename(here / "data" / "nlu" / "en" / "talking.yml")
    assert not train.up_to_date()


def test_the_fingerprint_does_not_depend_on_where_the_files_lie(here: Path) -> None:
    inside = train.fingerprint()
    train.ROOT = ROOT
    assert train.fingerprint() == inside


@pytest.mark.parametrize("what", ["ecm.tar.gz", "ecm.sha256", "ecm.fingerprint"])
def test_a_model_with_a_piece_missing_is_not_up_to_date(what: str, here: Path) -> None:
    (here / "models" / what).unlink()
    assert not train.up_to_date()


def test_a_model_that_was_cut_short_is_trained_anew_not_taken_for_up_to_date(here: Path) -> None:
    model = here / "models" / "ecm.tar.gz"
    model.write_bytes(model.read_bytes()[:-100])
    assert not serve.model_is_ours(model)
    assert not train.up_to_date()


TALK = "data/nlu/en/talk.yml"
BROKEN = {
    "no YAML": (TALK, "nlu: [", "nlu/en/talk.yml, line "),
    "a bad indent": (TALK, "nlu:\n- intent: greet\n  examples: |\n - hi\n", "talk.yml, line 4"),
    "nothing in it": (TALK, "", "nlu/en/talk.yml: "),
    "a list": (TALK, "- hello\n", "nlu/en/talk.yml: "),
    "no nlu": (TALK, "version: '3.1'\n", "KeyError: 'nlu'"),
    "no examples": (TALK, "nlu:\n- intent: greet\n", "KeyError: 'examples'"),
    "examples that are a list": (TALK, "nlu:\n- intent: greet\n  examples: [hi]\n", "talk.yml: "),
    "no intent": (TALK, "nlu:\n- examples: |\n    - hi\n", "KeyError: 'intent'"),
    "no UTF-8": (TALK, b"nlu: \xff\xfe", "talk.yml: UnicodeDecodeError"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_broken_data_is_refused_in_one_line_that_says_where(
    what: str, here: Path, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, content, place = BROKEN[what]
    (here / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.setattr(train, "all_lines", lambda: split.all_lines(here / "data" / "nlu"))
    assert train.main() == 2
    said = capsys.readouterr().err
    assert said.startswith("training data is broken: ") and said.count("\n") == 1
    assert place in said


def test_what_rasa_refuses_is_one_line_too(copy: Path) -> None:
    """Rasa itself reads the domain and the pipeline: in a real training process."""
    with (copy / "domain.yml").open("a") as domain:
        domain.write("\nintents: [\n")
    done = trained_there(copy)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("training data is broken: ")
    assert "domain.yml" in done.stderr and done.stderr.count("\n") == 1
    assert not (copy / "models" / "ecm.tar.gz").exists()


def test_training_writes_a_model_that_serving_takes_and_the_next_training_skips(
    copy: Path,
) -> None:
    for path in (copy / "data" / "nlu").glob("*/*.yml"):
        _cut(path)
    done = trained_there(copy)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert all(line.startswith("Training: ") for line in done.stdout.splitlines())
    model = copy / "models" / "ecm.tar.gz"
    assert serve.model_is_ours(model)
    before = model.read_bytes()
    again = trained_there(copy)
    assert (again.returncode, again.stdout) == (0, "The model is up to date.\n")
    assert model.read_bytes() == before


def _cut(path: Path, lines: int = 8) -> None:
    """Leave only the first lines of each intent, so that training takes seconds."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for entry in data["nlu"]:
        entry["examples"] = "".join(entry["examples"].splitlines(keepends=True)[:lines])
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def test_a_model_of_another_hash_is_refused(tmp_path: Path) -> None:
    for name in ("ecm.tar.gz", "ecm.sha256"):
        shutil.copy(ROOT / "models" / name, tmp_path / name)
    model = tmp_path / "ecm.tar.gz"
    assert serve.model_is_ours(model)
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    model.write_bytes(content)
    assert not serve.model_is_ours(model)
    done = subprocess.run(
        [sys.executable, "-m", "bot.serve", "--model", str(model)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == "" and done.stderr.count("\n") == 1 and "make train" in done.stderr


def test_a_missing_model_is_refused_everywhere(tmp_path: Path, loop) -> None:
    from bot.local import LocalBot
    from bot.parse import NoModel, Parser

    nowhere = tmp_path / "ecm.tar.gz"
    assert not serve.model_is_ours(nowhere)
    with pytest.raises(NoModel):
        Parser(nowhere)
    with pytest.raises(NoModel):
        loop.run_until_complete(LocalBot.load(nowhere))
