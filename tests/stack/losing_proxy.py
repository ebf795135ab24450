"""A network between a browser and the product that loses replies after the work was done."""

from __future__ import annotations

import random
import socket
import socketserver
import threading
from contextlib import contextmanager

TIMEOUT = 60


class LosingProxy(socketserver.ThreadingTCPServer):
    """One request a connection. share: of the saves that were answered with 200, how many replies
    are lost; they are counted in `lost`."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256

    def __init__(self, upstream: int, share: float, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.upstream, self.share, self.lost = upstream, share, 0
        self._random, self._lock = random.Random(seed), threading.Lock()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def loses(self, request: bytes, reply: bytes) -> bool:
        head = request.split(b"\r\n", 1)[0]
        if b"/save/" not in head or b" 200 " not in reply.split(b"\r\n", 1)[0]:
            return False
        with self._lock:
            lost = self._random.random() < self.share
            self.lost += lost
        return lost

    def handle_error(self, request, client_address) -> None:
        """A connection that broke on either side is what this is for."""


class _Passing(socketserver.BaseRequestHandler):
    server: LosingProxy

    def handle(self) -> None:
        self.request.settimeout(TIMEOUT)
        request = _whole_request(self.request)
        with socket.create_connection(("127.0.0.1", self.server.upstream), TIMEOUT) as upstream:
            upstream.sendall(request)
            reply = b"".join(iter(lambda: upstream.recv(65536), b""))
        if not self.server.loses(request, reply):
            self.request.sendall(reply)


def _whole_request(client: socket.socket) -> bytes:
    """Head and body, of a request that names its length."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += client.recv(65536) or _gone()
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(x.split(b":")[1]) for x in lines if x.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += client.recv(65536) or _gone()
    return head + b"\r\n\r\n" + body


def _gone() -> bytes:
    raise ConnectionError("the client went away")


@contextmanager
def losing_replies(upstream: int, share: float, seed: int = 1):
    """A proxy before a port of this machine, for as long as the block lasts."""
    with LosingProxy(upstream, share, seed) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
