from __future__ import annotations

import base64
import secrets
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import BadKeys, Damaged, DataKey, Keyring, Vault, WrongKey

OLD, NEW = (Keyring.fresh(secrets.token_bytes) for _ in range(2))
PLACE = "application:K7F3:name:1"


def vault(setting: str = OLD) -> Vault:
    return Vault(Keyring.parse(setting), secrets.token_bytes)


def data_key() -> DataKey:
    safe = vault()
    return safe.unwrap(safe.new_data_key())


# --- master keys


def test_a_fresh_key_is_32_bytes_that_the_setting_takes() -> None:
    fresh = Keyring.fresh(secrets.token_bytes)
    assert len(base64.urlsafe_b64decode(fresh)) == 32
    assert list(Keyring.parse(fresh).keys.values()) == [base64.urlsafe_b64decode(fresh)]


def test_the_first_key_encrypts() -> None:
    wrapped = vault(f"{NEW}, {OLD}").new_data_key()
    vault(NEW).unwrap(wrapped)
    with pytest.raises(WrongKey):
        vault(OLD).unwrap(wrapped)


@pytest.mark.parametrize(
    ("setting", "cause"),
    [  # no random key among them: every worker of a session must collect the same names
        ("", "is empty"),
        (" , ", "is empty"),
        ("not base64!", "no base64 in place 1"),
        (f"{'A' * 43}=,c2hvcnQ=", "5 bytes in place 2"),
        ("ключ", "no base64 in place 1"),
    ],
)
def test_a_bad_setting_is_told_by_its_name_with_the_remedy(setting: str, cause: str) -> None:
    with pytest.raises(BadKeys, match="MADOGUCHI_SECRET_KEYS") as caught:
        Keyring.parse(setting)
    assert cause in str(caught.value)
    assert "openssl rand" in str(caught.value)


def test_no_key_stands_in_an_error_or_a_picture_of_an_object() -> None:
    short = base64.urlsafe_b64encode(b"secret").decode()
    with pytest.raises(BadKeys) as caught:
        Keyring.parse(short)
    assert short not in str(caught.value)
    keyring = Keyring.parse(OLD)
    assert OLD not in repr(keyring)
    assert repr(next(iter(keyring.keys.values()))) not in repr((keyring, vault(), data_key()))


# --- sealing


@given(place=st.text(), plain=st.binary())
def test_what_was_sealed_opens_in_its_place(place: str, plain: bytes) -> None:
    key = data_key()
    assert key.open(place, key.seal(place, plain)) == plain


@given(place=st.text(), other=st.text())
def test_what_was_sealed_opens_in_no_other_place(place: str, other: str) -> None:
    key = data_key()
    sealed = key.seal(place, b"Test Taro")
    if place != other:
        with pytest.raises(Damaged):
            key.open(other, sealed)


@given(st.data())
def test_a_single_changed_bit_anywhere_is_noticed(data: st.DataObject) -> None:
    key = data_key()
    sealed = bytearray(key.seal(PLACE, b"Test Taro"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Damaged):
        key.open(PLACE, bytes(sealed))


def test_sealed_bytes_cut_short_anywhere_are_noticed() -> None:
    key = data_key()
    sealed = key.seal(PLACE, b"Test Taro")
    for end in range(len(sealed)):
        with pytest.raises(Damaged):
            key.open(PLACE, sealed[:end])


def test_another_persons_key_opens_nothing() -> None:
    with pytest.raises(Damaged):
        data_key().open(PLACE, data_key().seal(PLACE, b"Test Taro"))


def test_the_same_text_is_never_sealed_to_the_same_bytes() -> None:
    key = data_key()
    assert key.seal(PLACE, b"Test Taro") != key.seal(PLACE, b"Test Taro")


def test_a_seal_costs_29_bytes_and_starts_with_its_version() -> None:
    sealed = data_key().seal(PLACE, b"Test Taro")
    assert len(sealed) == len(b"Test Taro") + 29
    assert sealed[0] == 1


# --- data keys


def test_a_data_key_is_the_same_each_time_it_is_unwrapped() -> None:
    safe = vault()
    wrapped = safe.new_data_key()
    assert safe.unwrap(wrapped).open(PLACE, safe.unwrap(wrapped).seal(PLACE, b"Test Taro")) == b"Test Taro"


def test_a_rewrapped_data_key_opens_what_it_sealed_before_without_the_old_master_key() -> None:
    wrapped = vault(OLD).new_data_key()
    sealed = vault(OLD).unwrap(wrapped).seal(PLACE, b"Test Taro")
    turning = vault(f"{NEW},{OLD}")
    again = turning.rewrap(wrapped)
    assert vault(NEW).unwrap(again).open(PLACE, sealed) == b"Test Taro"
    assert not turning.is_current(wrapped)
    assert turning.is_current(again)


def test_a_data_key_that_is_current_is_not_wrapped_again() -> None:
    wrapped = vault().new_data_key()
    assert vault().rewrap(wrapped) == wrapped


def test_a_wrapped_key_that_was_changed_is_noticed() -> None:
    wrapped = vault().new_data_key()
    for place in range(len(wrapped)):
        changed = bytearray(wrapped)
        changed[place] ^= 1
        with pytest.raises((Damaged, WrongKey)):
            vault().unwrap(bytes(changed))
        with pytest.raises((Damaged, WrongKey)):
            vault().unwrap(wrapped[:place])


def test_a_seed_replays_every_byte() -> None:
    def once() -> tuple[bytes, bytes]:
        numbers = count()
        safe = Vault(Keyring.parse(OLD), lambda size: next(numbers).to_bytes(size, "big"))
        wrapped = safe.new_data_key()
        return wrapped, safe.unwrap(wrapped).seal(PLACE, b"Test Taro")

    assert once() == once()


# --- looking up


def test_a_fingerprint_is_the_same_under_one_key_and_another_under_another() -> None:
    key = data_key()
    assert key.fingerprint("01234-5678901") == key.fingerprint("01234-5678901")
    assert key.fingerprint("01234-5678901") != key.fingerprint("01234-5678902")
    assert key.fingerprint("01234-5678901") != data_key().fingerprint("01234-5678901")
    assert len(key.fingerprint("01234-5678901")) == 64


# --- the check at the start


def test_the_right_keys_pass_the_check() -> None:
    check = vault(OLD).check_value()
    vault(OLD).verify(check)
    vault(f"{NEW},{OLD}").verify(check)


def test_a_missing_key_is_refused_with_the_name_of_the_setting() -> None:
    with pytest.raises(WrongKey, match="MADOGUCHI_SECRET_KEYS"):
        vault(NEW).verify(vault(OLD).check_value())


def test_a_data_key_is_no_check_value() -> None:
    with pytest.raises(Damaged):
        vault().verify(vault().new_data_key())


def test_a_check_value_is_no_data_key() -> None:
    with pytest.raises(Damaged):
        vault().unwrap(vault().check_value())
