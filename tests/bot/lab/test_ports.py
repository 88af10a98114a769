from __future__ import annotations

import socket

import pytest

from bot.lab.ports import HOST, kept_port


def test_a_kept_port_can_be_listened_on_again_and_again() -> None:
    port = kept_port()
    for _ in range(3):
        with socket.create_server((HOST, port)), socket.create_connection((HOST, port)):
            pass


def test_a_kept_port_is_closed_to_callers_while_nobody_serves_there() -> None:
    with pytest.raises(ConnectionRefusedError), socket.create_connection((HOST, kept_port())):
        pass


def test_a_kept_port_is_not_given_to_another_who_does_not_know_of_it() -> None:
    with pytest.raises(OSError, match="in use"), socket.socket() as other:
        other.bind((HOST, kept_port()))
