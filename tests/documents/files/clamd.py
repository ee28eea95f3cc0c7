"""A small daemon that speaks clamd's INSTREAM and knows one signature."""

from __future__ import annotations

import socketserver
import struct
import threading

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeDaemon(socketserver.ThreadingTCPServer):
    """Keeps what it was sent; `says` replaces its answer."""

    daemon_threads = True
    says: bytes | None = None

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.seen: list[bytes] = []
        self.raw = b""
        self.address = f"tcp://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *raised):
        self.shutdown()
        self.server_close()


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.raw = self.taken(10)
        content = b""
        while (length := struct.unpack("!L", self.taken(4))[0]) > 0:
            content += self.taken(length)
        self.server.seen.append(content)
        found = b"Eicar-Test-Signature FOUND" if EICAR in content else b"OK"
        self.wfile.write(b"stream: " + found + b"\0" if self.server.says is None else self.server.says)

    def taken(self, length):
        piece = self.rfile.read(length)
        if length != 10:
            self.server.raw += piece
        return piece
