"""Passwords and tokens: how they are made, kept and compared.

argon2id as OWASP advises it (19 MiB, 2 rounds, 1 lane): about 25 ms, and eight
sign-ins at once take no more than 160 MB. Tokens are random, so a plain SHA-256
of them is enough to keep.
"""

import hashlib
import hmac
import ipaddress
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app


@cache
def _hasher(is_test: bool) -> PasswordHasher:
    if is_test:
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _hash_of_nobody(is_test: bool) -> str:
    return _hasher(is_test).hash(secrets.token_urlsafe(24))


def _is_test() -> bool:
    return bool(current_app.testing)


def hash_password(password: str) -> str:
    """Return what to keep of a password."""
    return _hasher(_is_test()).hash(password)


def is_password(password: str, kept: str | None) -> bool:
    """Tell whether ``password`` is the one that was kept.

    For an account without password, or no account at all, the same work is done,
    so that the time of an answer does not tell which accounts exist.
    """
    try:
        return _hasher(_is_test()).verify(kept or _hash_of_nobody(_is_test()), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_new_hash(kept: str) -> bool:
    """Tell whether ``kept`` was made with other settings than today's."""
    return _hasher(_is_test()).check_needs_rehash(kept)


def new_token() -> str:
    """Return a token that cannot be guessed (256 bits)."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what to keep of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def attempt_key(kind: str, value: str) -> str:
    """Return the key under which tries are counted; it cannot be turned back without our secret.

    ``kind`` is account or address. Of an IPv6 address the network of one
    household counts (/64), because each has addresses without end.
    """
    if kind == "address":
        value = _network(value)
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"{kind}:{value}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network((int(parsed), 64), strict=False))
    return str(parsed)
