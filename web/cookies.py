"""The form session: a chat's token in a cookie, for browsers without JavaScript.

With JavaScript the token lives in the tab's `sessionStorage` and no cookie is set. Without it the
token is a session cookie (HttpOnly, SameSite=Strict, Secure and `__Host-` when the public origin is
https), and every form carries a CSRF token made from it, so no server-side secret is needed.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Request, Response

from ecm.settings import Settings


def _name(settings: Settings) -> str:
    return "__Host-chat" if _secure(settings) else "chat"


def _secure(settings: Settings) -> bool:
    return settings.public_origin.startswith("https://")


def chat_token(request: Request, settings: Settings) -> str | None:
    """Return the token of the form session, or None."""
    return request.cookies.get(_name(settings)) or None


def keep_chat(response: Response, token: str, settings: Settings) -> None:
    """Begin a form session."""
    response.set_cookie(
        _name(settings),
        token,
        httponly=True,
        samesite="Strict",
        secure=_secure(settings),
        path="/",
    )


def forget_chat(response: Response, settings: Settings) -> None:
    """End a form session."""
    response.delete_cookie(
        _name(settings), httponly=True, samesite="Strict", secure=_secure(settings), path="/"
    )


def csrf_token(token: str) -> str:
    """Return the word that a form of this session must carry."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def csrf_fits(token: str, given: str) -> bool:
    """Say whether a form is one of ours, in constant time."""
    return hmac.compare_digest(csrf_token(token).encode(), given.encode("utf-8", "replace"))
