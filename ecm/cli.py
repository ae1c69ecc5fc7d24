"""The `ecm` command. Every part has `--help`; bad input exits with 2 and one clear line."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, NoReturn

import click

from ecm import bootstrap
from ecm.errors import EcmError
from ecm.languages import LIVE
from ecm.settings import ROOT, Settings

_LANGUAGE = click.option("--language", type=click.Choice(LIVE), default="en", show_default=True)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def _refuse(message: str) -> NoReturn:
    """End with exit code 2 and one line."""
    click.echo(message.replace("\n", " "), err=True)
    sys.exit(2)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run, try and look after the ECM navigator."""


@main.command()
def run() -> None:
    """Start the whole service and keep it running until Ctrl-C."""
    from ecm.supervising import run as supervise

    settings = _settings()
    if not settings.rasa_urls_value:
        trained = subprocess.run([sys.executable, "-m", "bot.train"], cwd=ROOT, check=False)
        if trained.returncode:
            sys.exit(trained.returncode)
    try:
        bootstrap.migrate()
    except EcmError as error:
        _refuse(f"the database is not usable: {error.message}")
    sys.exit(supervise(settings, _announce))


def _settings() -> Settings:
    try:
        return bootstrap.settings()
    except EcmError as error:
        _refuse(error.message)


def _announce(settings: Settings) -> None:
    lines = [
        "",
        "The ECM navigator is ready.",
        f"  Web chat          {settings.public_origin}/",
    ]
    if settings.offline and not settings.production:
        lines.append(f"  Phone simulator   {settings.public_origin}/simulator/")
    lines += [
        f"  Health            {settings.public_origin}/readyz",
        "  Ctrl-C stops all of it.",
        "",
    ]
    click.echo("\n".join(lines))


@main.command()
@_LANGUAGE
def chat(language: str) -> None:
    """Talk with the bot in the terminal (no servers; answers are kept in a folder of their own)."""
    from ecm.terminal_chat import talk

    try:
        talk(language, sys.stdin, sys.stdout)
    except EcmError as error:
        _refuse(error.message)


@main.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--explain", is_flag=True, help="Say the result in plain words.")
def screen(file: Any, explain: bool) -> None:
    """Screen the facts in FILE (or - for standard input) and print the result."""
    from ecm.screening_command import screen_command

    try:
        text = screen_command(file.read(), explain, bootstrap.rules())
    except UnicodeDecodeError:
        _refuse("the input is not UTF-8")
    except EcmError as error:
        _refuse(str(error))
    click.echo(text)


@main.command()
@_LANGUAGE
def parse(language: str) -> None:
    """Understand one text per line of standard input; print one JSON object per line."""
    from ecm.parse_command import parse_lines

    try:
        for found in parse_lines(sys.stdin.buffer, language):
            click.echo(json.dumps(found, ensure_ascii=False))
    except EcmError as error:
        _refuse(error.message)


@main.group()
def referrals() -> None:
    """List and show self-referrals."""


@referrals.command("list")
@_JSON
def list_referrals(as_json: bool) -> None:
    """List submitted referrals, newest first."""
    from ecm.referral_report import listing, table

    bootstrap.migrate()
    found = listing(bootstrap.store())
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else table(found))


@referrals.command("show")
@click.argument("reference")
@_JSON
def show_referral(reference: str, as_json: bool) -> None:
    """Show one referral: its fields, answers, result, deliveries and history."""
    from ecm.referral_report import details, lines

    bootstrap.migrate()
    found = details(bootstrap.store(), reference.strip().upper())
    if found is None:
        _refuse("no referral has this reference")
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else lines(found))


@main.command()
@_JSON
def alerts(as_json: bool) -> None:
    """List what staff must see: danger, calls for a person, rides that did not come."""
    bootstrap.migrate()
    found = [
        {
            "at": a.created_at.isoformat(timespec="seconds"),
            "kind": a.kind,
            "rule": a.rule,
            "conversation": a.conversation_id,
        }
        for a in bootstrap.store().reports.open_alerts()
    ]
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    for alert in found:
        click.echo(f"{alert['at']}  {alert['kind']:<24} {alert['conversation']}")
    click.echo(f"{len(found)} open")


@main.command()
@_JSON
def doctor(as_json: bool) -> None:
    """Check this machine and list every setting."""
    from ecm.doctor import check_up

    report = check_up(_settings())
    click.echo(json.dumps(report.to_dict(), indent=1) if as_json else report.to_text())
    sys.exit(0 if report.healthy else 1)


if __name__ == "__main__":
    main()
