"""The lock on personal fields: a key per person (or day), itself wrapped by the office's master key.

Here live the forms of sealed bytes, readable nowhere else. Forgetting a data key is erasure.
Never here: tables, files, or the choice of what is personal.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from collections.abc import Callable

KEY: Final = 32  # bytes: AES-256
NONCE: Final = 12  # bytes, as NIST SP 800-38D 5.2.1.1 recommends
KEY_ID: Final = 8
VERSION: Final = b"\x01"
_WRAP: Final = b"madoguchi data key"
_CHECK: Final = b"madoguchi check value"


class VaultError(Exception):
    def __init__(self) -> None:
        super().__init__(self.__doc__)


class WrongKey(VaultError):
    """Locked with a master key that is not in MADOGUCHI_SECRET_KEYS. Put that key back into the list."""


class Damaged(VaultError):
    """Cannot be opened: it was changed, cut short, or moved here from another place."""


class BadKeys(ValueError):
    """The setting MADOGUCHI_SECRET_KEYS cannot be used."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"MADOGUCHI_SECRET_KEYS {what}. It takes url-safe base64 keys of 32 bytes, separated by commas;"
            " the first encrypts. Make one with: openssl rand -base64 32 | tr '+/' '-_'"
        )


@dataclass(frozen=True, slots=True)
class Keyring:
    """Master keys by id; the first encrypts, all decrypt."""

    keys: dict[bytes, bytes] = field(repr=False)

    @classmethod
    def parse(cls, setting: str) -> Keyring:
        texts = [text.strip() for text in setting.split(",") if text.strip()]
        if not texts:
            raise BadKeys("is empty")
        keys = [_key(number, text) for number, text in enumerate(texts, 1)]
        return cls({_id(key): key for key in keys})

    @staticmethod
    def fresh(token_bytes: Callable[[int], bytes]) -> str:
        return base64.urlsafe_b64encode(token_bytes(KEY)).decode("ascii")

    @property
    def current(self) -> bytes:
        return next(iter(self.keys))


class DataKey:
    """One person's key. Keep it no longer than the turn needs it."""

    __slots__ = ("_cipher", "_nonce", "_secret")

    def __init__(self, secret: bytes, nonce: Callable[[int], bytes]) -> None:
        self._secret = secret
        self._nonce = nonce
        self._cipher = AESGCM(_derive(secret, b"seal"))

    def seal(self, context: str, plain: bytes) -> bytes:
        """`context` names the place, as `application:K7F3:name:1`; the bytes open nowhere else."""
        nonce = self._nonce(NONCE)
        return VERSION + nonce + self._cipher.encrypt(nonce, plain, VERSION + context.encode())

    def open(self, context: str, sealed: bytes) -> bytes:
        start = len(VERSION) + NONCE
        if not sealed.startswith(VERSION):
            raise Damaged
        return _decrypt(self._cipher, sealed[1:start], sealed[start:], VERSION + context.encode())

    def fingerprint(self, text: str) -> str:
        """The same for the same text under the same key, and telling nothing without it. 64 hex digits."""
        return hmac.new(_derive(self._secret, b"fingerprint"), text.encode(), hashlib.sha256).hexdigest()


class Vault:
    """`nonce` gives so many bytes that never repeat and cannot be guessed; the keys are made of them too."""

    __slots__ = ("_keyring", "_nonce")

    def __init__(self, keyring: Keyring, nonce: Callable[[int], bytes]) -> None:
        self._keyring = keyring
        self._nonce = nonce

    def new_data_key(self) -> bytes:
        """A new key, wrapped: this is what is stored, and what erasure deletes."""
        return self._lock(_WRAP, self._nonce(KEY))

    def unwrap(self, wrapped: bytes) -> DataKey:
        return DataKey(self._unlock(_WRAP, wrapped), self._nonce)

    def rewrap(self, wrapped: bytes) -> bytes:
        """The same data key under the first master key; unchanged if it is already."""
        return wrapped if self.is_current(wrapped) else self._lock(_WRAP, self._unlock(_WRAP, wrapped))

    def is_current(self, wrapped: bytes) -> bool:
        return wrapped.startswith(VERSION + self._keyring.current)

    def check_value(self) -> bytes:
        """To be stored beside the data, so that a start with other keys is noticed before any writing."""
        return self._lock(_CHECK, _CHECK)

    def verify(self, check: bytes) -> None:
        self._unlock(_CHECK, check)

    def _lock(self, purpose: bytes, secret: bytes) -> bytes:
        key_id = self._keyring.current
        nonce = self._nonce(NONCE)
        return VERSION + key_id + nonce + self._cipher(purpose, key_id).encrypt(nonce, secret, purpose)

    def _unlock(self, purpose: bytes, locked: bytes) -> bytes:
        key_end = len(VERSION) + KEY_ID
        start = key_end + NONCE
        if not locked.startswith(VERSION) or len(locked) < start:
            raise Damaged
        cipher = self._cipher(purpose, locked[1:key_end])
        return _decrypt(cipher, locked[key_end:start], locked[start:], purpose)

    def _cipher(self, purpose: bytes, key_id: bytes) -> AESGCM:
        if (key := self._keyring.keys.get(key_id)) is None:
            raise WrongKey
        return AESGCM(_derive(key, purpose))


def _key(number: int, text: str) -> bytes:
    try:
        key = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadKeys(f"holds no base64 in place {number}") from None
    if len(key) != KEY:
        raise BadKeys(f"holds a key of {len(key)} bytes in place {number}")
    return key


def _id(key: bytes) -> bytes:
    return _derive(key, b"id")[:KEY_ID]


def _derive(key: bytes, purpose: bytes) -> bytes:
    # one key, one use (NIST SP 800-108, with HMAC as the function; a block is a whole key)
    return hmac.digest(key, b"madoguchi/1/" + purpose, "sha256")


def _decrypt(cipher: AESGCM, nonce: bytes, sealed: bytes, context: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, sealed, context)
    except (InvalidTag, ValueError):
        raise Damaged from None
