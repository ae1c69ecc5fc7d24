"""Sealed values open only where they belong and with the right key."""

from __future__ import annotations

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecm.adapters.crypto import Keyring, KeyringError, demo_keyring, new_key

RING = Keyring.parse(new_key("a"))


@given(st.text(st.characters(codec=None)))
def test_any_text_comes_back(text: str) -> None:
    assert RING.open(RING.seal(text, "t.c.1"), "t.c.1") == text


def test_a_value_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(KeyringError):
        RING.open(RING.seal("secret", "t.c.1"), "t.c.2")


def test_a_changed_value_does_not_open() -> None:
    sealed = bytearray(RING.seal("secret", "t.c.1"))
    sealed[-1] ^= 1
    with pytest.raises(KeyringError):
        RING.open(bytes(sealed), "t.c.1")


def test_after_a_new_key_the_old_values_open_and_people_are_still_found() -> None:
    old = new_key("old")
    before, after = Keyring.parse(old), Keyring.parse(f"{new_key('new')},{old}")
    assert after.open(before.seal("x", "p"), "p") == "x"
    assert after.index("+15305550123") == before.index("+15305550123")


@pytest.mark.parametrize("text", ["", "a", "a:!!", "a:c2hvcnQ=", ","])
def test_bad_keys_are_refused(text: str) -> None:
    with pytest.raises(KeyringError):
        Keyring.parse(text)


def test_the_demo_key_is_made_once_and_only_we_may_read_it(tmp_path) -> None:
    first, second = demo_keyring(tmp_path), demo_keyring(tmp_path)
    assert first == second
    assert stat.S_IMODE(os.stat(tmp_path / "demo-keys").st_mode) == 0o600
