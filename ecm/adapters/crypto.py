"""Encryption of personal data at rest and blind indexes for looking people up.

AES-256-GCM per value with the table, column and row bound in as associated data, so that a value
moved to another row does not open (`docs/security.md`). The lookup index is an HMAC of the phone
number under a key of its own: equal numbers can be matched, numbers cannot be read back.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ecm.errors import EcmError

_NONCE_BYTES = 12
_KEY_BYTES = 32


class KeyringError(EcmError):
    """The encryption keys are missing, malformed, or do not open a value."""

    code = "keyring"


@dataclass(frozen=True)
class Keyring:
    """Named keys, newest first: the newest seals, all of them open."""

    keys: tuple[tuple[str, bytes], ...]

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """Read `id:base64,id:base64` (32-byte keys, newest first).

        Raises:
            KeyringError: no key, or one of the wrong shape or length.
        """
        pairs = [part.strip().split(":", 1) for part in text.split(",") if part.strip()]
        try:
            keys = tuple((pair[0], base64.b64decode(pair[1], validate=True)) for pair in pairs)
        except (IndexError, ValueError) as error:
            raise KeyringError("ECM_KEYS must look like id:base64,id:base64") from error
        if not keys or any(len(key) != _KEY_BYTES for _, key in keys):
            raise KeyringError("ECM_KEYS needs at least one key of 32 bytes")
        return cls(keys)

    def seal(self, plain: str, place: str) -> bytes:
        """Encrypt a text for one place (`table.column.row`)."""
        name, key = self.keys[0]
        nonce = os.urandom(_NONCE_BYTES)
        body = AESGCM(key).encrypt(nonce, plain.encode("utf-8", "surrogatepass"), place.encode())
        return name.encode() + b":" + nonce + body

    def open(self, sealed: bytes, place: str) -> str:
        """Decrypt what `seal` made for the same place.

        Raises:
            KeyringError: unknown key, or the value was changed or moved.
        """
        name, _, rest = bytes(sealed).partition(b":")
        key = dict(self.keys).get(name.decode("ascii", "replace"))
        if key is None:
            raise KeyringError("a value was sealed with a key that is not in ECM_KEYS")
        try:
            plain = AESGCM(key).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], place.encode())
        except Exception as error:  # cryptography raises InvalidTag; anything else is as fatal
            raise KeyringError("a sealed value does not open: changed or moved") from error
        return plain.decode("utf-8", "surrogatepass")

    def index(self, value: str) -> str:
        """Return the blind index of a phone number: equal numbers, equal index.

        The oldest key makes it, so that adding a newer key does not lose anybody.
        """
        key = hashlib.sha256(b"blind-index" + self.keys[-1][1]).digest()
        return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def new_key(name: str = "k1") -> str:
    """Return a fresh key in the form of ECM_KEYS."""
    return f"{name}:{base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()}"


def demo_keyring(data_dir: Path) -> Keyring:
    """Return the keyring of a demo: made once, kept beside the database with mode 600."""
    path = data_dir / "demo-keys"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Keyring.parse(_read_when_written(path))
    with os.fdopen(handle, "w") as file:
        file.write(new_key("demo"))
    return Keyring.parse(path.read_text())


def _read_when_written(path: Path) -> str:
    """Read the key file; a sibling process may have created it a moment ago."""
    for _ in range(100):
        text = path.read_text()
        if text:
            return text
        import time

        time.sleep(0.01)
    raise KeyringError("the demo key file is empty")
