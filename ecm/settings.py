"""Every setting, typed, with its meaning; read from the environment once.

`ecm doctor` prints this table, and a house-rule test keeps it and `docs/operating.md` the same.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Mapping

from ecm.errors import EcmError

ROOT = Path(__file__).resolve().parent.parent
OFFLINE_ACCOUNT_SID = "ACoffline0000000000000000000000000"
OFFLINE_AUTH_TOKEN = "offline-demo-token"  # noqa: S105 - opens nothing but the stand-in
OFFLINE_FROM = "+15305550100"


class SettingError(EcmError):
    """A setting has a value that cannot be used."""

    code = "setting_invalid"


def _setting(name: str, default: str, meaning: str, secret: bool = False) -> str:
    """Declare one setting: its environment name, default and meaning."""
    return field(  # type: ignore[no-any-return]
        default=default, metadata={"env": name, "meaning": meaning, "secret": secret}
    )


@dataclass(frozen=True)
class Settings:
    """The service's settings as the environment gave them; derived values are properties."""

    env: str = _setting("ECM_ENV", "demo", "`demo`, or `production`, which refuses demo secrets.")
    port: str = _setting("ECM_PORT", "8080", "The port of the web process.")
    host: str = _setting("ECM_HOST", "127.0.0.1", "The address the web process listens on.")
    public_origin_value: str = _setting(
        "ECM_PUBLIC_ORIGIN", "", "Scheme and host that the carrier and people use, no final slash."
    )
    database_url_value: str = _setting(
        "ECM_DATABASE_URL", "", "SQLAlchemy URL; default is SQLite in the data folder.", secret=True
    )
    queue_url: str = _setting(
        "ECM_QUEUE_URL",
        "",
        "Redis URL of the wake-up queue; default is SQLite in the data folder.",
        secret=True,
    )
    rasa_urls_value: str = _setting(
        "ECM_RASA_URLS", "", "Rasa servers, comma-separated; a conversation always goes to one."
    )
    rasa_port: str = _setting("ECM_RASA_PORT", "5005", "The loopback port of the Rasa process.")
    data_dir_value: str = _setting(
        "ECM_DATA_DIR", "", "Folder for the database, keys and deliveries; default `var` here."
    )
    keys: str = _setting(
        "ECM_KEYS", "", "Encryption keys, newest first, `id:base64` comma-separated.", secret=True
    )
    operator: str = _setting(
        "ECM_OPERATOR", "Butte County", "Who runs this service, as people are told."
    )
    account_sid: str = _setting("TWILIO_ACCOUNT_SID", "", "Twilio account; none: offline carrier.")
    auth_token: str = _setting(
        "TWILIO_AUTH_TOKEN",
        "",
        "Twilio token; several, comma-separated, while rotating.",
        secret=True,
    )
    twilio_from: str = _setting("TWILIO_FROM", "", "The number our texts come from, E.164.")
    twilio_api_base: str = _setting(
        "TWILIO_API_BASE", "", "Another address for the carrier's REST API (tests, offline)."
    )
    accept_unreviewed: str = _setting(
        "ECM_ACCEPT_UNREVIEWED",
        "",
        "Language tags whose unreviewed critical wording the operator accepts in writing.",
    )
    log_format: str = _setting("ECM_LOG_FORMAT", "line", "`line` for people, `json` for machines.")

    @property
    def production(self) -> bool:
        """Whether real people are served."""
        return self.env == "production"

    @property
    def offline(self) -> bool:
        """Whether the offline carrier serves, because no Twilio account is set."""
        return not self.account_sid

    @property
    def data_dir(self) -> Path:
        """The folder for everything the service writes."""
        return Path(self.data_dir_value) if self.data_dir_value else ROOT / "var"

    @property
    def database_url(self) -> str:
        """The database as a SQLAlchemy URL."""
        return self.database_url_value or f"sqlite:///{self.data_dir / 'ecm.db'}"

    @property
    def public_origin(self) -> str:
        """Scheme, host and port that callers outside use."""
        return (self.public_origin_value or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def rasa_urls(self) -> tuple[str, ...]:
        """The Rasa servers, at least one."""
        urls = tuple(u.strip().rstrip("/") for u in self.rasa_urls_value.split(",") if u.strip())
        return urls or (f"http://127.0.0.1:{self.rasa_port}",)

    @property
    def carrier_account(self) -> str:
        """The account at the carrier that serves."""
        return self.account_sid or OFFLINE_ACCOUNT_SID

    @property
    def carrier_tokens(self) -> tuple[str, ...]:
        """Tokens that sign webhooks, the current one first."""
        given = tuple(t.strip() for t in self.auth_token.split(",") if t.strip())
        return given or ((OFFLINE_AUTH_TOKEN,) if self.offline else ())

    @property
    def carrier_from(self) -> str:
        """The number our texts come from."""
        return self.twilio_from or (OFFLINE_FROM if self.offline else "")

    @property
    def carrier_api_base(self) -> str:
        """Base address of the carrier's REST API; empty for Twilio's own."""
        if self.twilio_api_base or not self.offline:
            return self.twilio_api_base.rstrip("/")
        return f"http://127.0.0.1:{self.port}/offline-carrier"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment and check what can be checked alone.

    Raises:
        SettingError: a value is not allowed; the message names the setting, never its value when
            it is secret.
    """
    source = os.environ if environ is None else environ
    given = {
        f.name: source[f.metadata["env"]] for f in fields(Settings) if f.metadata["env"] in source
    }
    settings = Settings(**given)
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    if settings.env not in ("demo", "production"):
        raise SettingError(f"ECM_ENV is {settings.env!r}; allowed: demo, production")
    for name, value in (("ECM_PORT", settings.port), ("ECM_RASA_PORT", settings.rasa_port)):
        if not value.isdigit() or not 0 < int(value) < 65536:
            raise SettingError(f"{name} is {value!r}; allowed: 1 to 65535")
    if settings.log_format not in ("line", "json"):
        raise SettingError(f"ECM_LOG_FORMAT is {settings.log_format!r}; allowed: line, json")
    if settings.production:
        _check_production(settings)


def _check_production(settings: Settings) -> None:
    required = {
        "ECM_KEYS": settings.keys,
        "ECM_PUBLIC_ORIGIN": settings.public_origin_value,
        "TWILIO_ACCOUNT_SID": settings.account_sid,
        "TWILIO_AUTH_TOKEN": settings.auth_token,
        "TWILIO_FROM": settings.twilio_from,
    }
    missing = [name for name, value in required.items() if not value]
    if missing:
        raise SettingError(f"production needs {', '.join(missing)}")
    if OFFLINE_AUTH_TOKEN in settings.carrier_tokens:
        raise SettingError("TWILIO_AUTH_TOKEN is the demo token; production refuses it")
    if not settings.public_origin_value.startswith("https://"):
        raise SettingError("ECM_PUBLIC_ORIGIN must begin with https:// in production")
