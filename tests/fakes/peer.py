"""A server of raw bytes on loopback: what no well-behaved HTTP server would ever say.

Each request is handed to `script(peer, request)`, which writes to the socket what it likes.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

DEADLINE_S = 20.0
_TLS_HELLO = b"\x16\x03"

Script = Callable[[socket.socket, bytes], None]


def answer(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
    """Write a whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@dataclass(slots=True)
class Peer:
    """The other end. `connections` counts how often somebody connected."""

    script: Script
    listener: socket.socket
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    """Set at the end of the test: a script that dawdles waits on it."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}/"

    def run(self) -> None:
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with sock, suppress(OSError):
            while request := _read(sock):
                self.requests.append(request)
                self.script(sock, request)


def _read(sock: socket.socket) -> bytes:
    """Read one request; empty where the other end hung up."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := sock.recv(65_536)):
            return b""
        data += more
        if data.startswith(_TLS_HELLO):
            return data
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        body += sock.recv(65_536)
    return head + b"\r\n\r\n" + body


@contextmanager
def peer(script: Script) -> Iterator[Peer]:
    """Listen while the test runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        here = Peer(script, listener)
        thread = threading.Thread(target=here.run, daemon=True)
        thread.start()
        try:
            yield here
        finally:
            here.over.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
    thread.join(DEADLINE_S)
