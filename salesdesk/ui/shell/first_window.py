"""A second start on the same desk raises the first window, which opens the files it was given.

The first window listens on a local pipe of the operating system, named after the desk; a second
start that finds the desk locked knocks there. Called by app; QtNetwork is imported only then, and
nothing but the local pipe is ever opened.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 1500
LONGEST = 1_000_000
"""Bytes that one knock may have."""


class FirstWindow(QObject):
    """Listens for later starts; calls `on_knock(paths)` with the files that each was given."""

    def __init__(
        self, desk: Path, on_knock: Callable[[list[Path]], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.setObjectName("first_window")
        self._on_knock = on_knock
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_server_new_connection)
        name = pipe_name(desk)
        # A killed window leaves its pipe behind; the desk's lock says that nobody listens there.
        QLocalServer.removeServer(name)
        self.is_listening = self._server.listen(name)

    def _on_server_new_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        heard = bytearray()

        def hear() -> None:
            heard.extend(socket.readAll().data())
            if len(heard) > LONGEST:
                socket.abort()
            elif heard.endswith(b"\n"):
                self._on_knock(_paths(bytes(heard)))
                heard.clear()

        socket.readyRead.connect(hear)
        socket.disconnected.connect(socket.deleteLater)
        if socket.bytesAvailable():
            hear()


def knock(desk: Path, files: Sequence[Path] = ()) -> bool:
    """Asks the window that has this desk open to come to the front, and to open these files.

    Gives whether one answered.
    """
    socket = QLocalSocket()
    socket.connectToServer(pipe_name(desk))
    if not socket.waitForConnected(PATIENCE_MS):
        return False
    told = {"raise": True, "files": [str(path.absolute()) for path in files]}
    socket.write(json.dumps(told).encode("ascii") + b"\n")
    socket.waitForBytesWritten(PATIENCE_MS)
    socket.disconnectFromServer()
    if socket.state() != QLocalSocket.LocalSocketState.UnconnectedState:
        socket.waitForDisconnected(PATIENCE_MS)
    return True


def _paths(heard: bytes) -> list[Path]:
    """The files named in what was heard; none in what makes no sense."""
    try:
        told = json.loads(heard)
        named = told.get("files", []) if isinstance(told, dict) else []
        return [Path(each) for each in named if isinstance(each, str)]
    except (ValueError, TypeError):
        return []


def pipe_name(desk: Path) -> str:
    """The pipe's name: the same for every way to write the desk's path."""
    mark = blake2b(str(desk.resolve()).encode("utf-8", "surrogatepass"), digest_size=8)
    return f"salesdesk-{mark.hexdigest()}"
