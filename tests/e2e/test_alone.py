"""The eye on the sockets of the end-to-end runs sees what it is there for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e import alone

needs_strace = pytest.mark.skipif(not alone.may_be_watched(), reason="needs strace")


def tried(program: str, log: Path) -> subprocess.CompletedProcess[str]:
    line = alone.cut_off([sys.executable, "-c", program], log)
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=60)


@needs_strace
@pytest.mark.parametrize(
    "program",
    [
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "import socket; socket.socket(socket.AF_INET6)",
        "import socket\ntry: socket.getaddrinfo('example.invalid', 80)\nexcept OSError: pass",
    ],
)
def test_a_socket_to_elsewhere_is_seen(tmp_path: Path, program: str) -> None:
    assert tried(program, tmp_path / "log").returncode == 0
    assert alone.sockets_opened(tmp_path / "log")


@needs_strace
def test_a_pipe_of_this_machine_is_none(tmp_path: Path) -> None:
    program = "import socket; one, two = socket.socketpair(); one.send(b'x'); two.recv(1)"
    assert tried(program, tmp_path / "log").returncode == 0
    assert alone.sockets_opened(tmp_path / "log") == []


@pytest.mark.skipif(not alone.may_be_alone(), reason="no network of its own can be made here")
def test_there_is_no_network_where_the_runs_take_place(tmp_path: Path) -> None:
    program = "import socket; print([name for _n, name in socket.if_nameindex()])"
    done = tried(program, tmp_path / "log")
    assert done.stdout.strip() in {"['lo']", "[]"}
    reach = "import socket; socket.create_connection(('127.0.0.1', 9), 2)"
    assert "Network is unreachable" in tried(reach, tmp_path / "log2").stderr
