"""A second start on the same desk raises the first window instead of failing.

The first window listens on a local pipe of the operating system, named after the desk; a second
start that finds the desk locked knocks there. Called by app; QtNetwork is imported only then, and
nothing but the local pipe is ever opened.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 1500
KNOCK = b"raise\n"


class FirstWindow(QObject):
    """Listens for later starts; calls `on_knock` for each."""

    def __init__(self, desk: Path, on_knock: Callable[[], object], parent: QObject) -> None:
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
        socket.disconnected.connect(socket.deleteLater)
        self._on_knock()


def knock(desk: Path) -> bool:
    """Asks the window that has this desk open to come to the front; whether one answered."""
    socket = QLocalSocket()
    socket.connectToServer(pipe_name(desk))
    if not socket.waitForConnected(PATIENCE_MS):
        return False
    socket.write(KNOCK)
    socket.waitForBytesWritten(PATIENCE_MS)
    socket.disconnectFromServer()
    return True


def pipe_name(desk: Path) -> str:
    """The pipe's name: the same for every way to write the desk's path."""
    mark = blake2b(str(desk.resolve()).encode("utf-8", "surrogatepass"), digest_size=8)
    return f"salesdesk-{mark.hexdigest()}"
