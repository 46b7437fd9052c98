"""The guard of the tests themselves: no internet socket passes."""

from __future__ import annotations

import socket

import pytest


def test_an_internet_connection_is_refused(no_network: list[str]) -> None:
    with (
        socket.socket(socket.AF_INET) as stream,
        pytest.raises(PermissionError, match="no network"),
    ):
        stream.connect(("127.0.0.1", 9))
    assert len(no_network) == 1
    no_network.clear()


def test_looking_up_a_name_is_refused(no_network: list[str]) -> None:
    with pytest.raises(PermissionError, match="no network"):
        socket.getaddrinfo("localhost", 80)
    no_network.clear()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs local sockets")
def test_local_sockets_pass(no_network: list[str]) -> None:
    one, two = socket.socketpair()
    with one, two:
        one.sendall(b"hello")
        assert two.recv(5) == b"hello"
    assert no_network == []
