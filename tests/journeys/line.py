"""A phone's line: everything that goes over it, whoever in the browser asked, takes its time, and
it can be gone. Between the browser and the school, since what a service worker fetches escapes the
browser's own throttling."""

import socket
import threading
import time
from contextlib import suppress

CHUNK = 4096


class Line:
    """Begins quick. `slow` sets the delay there and back in seconds and bytes in a second; `gone`
    refuses and cuts every connection."""

    def __init__(self, port: int) -> None:
        self.school, self.delay, self.speed, self.gone = port, 0.0, 0.0, False
        self.open: set[socket.socket] = set()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.door.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def slow(self, *, delay: float = 0.4, speed: float = 50_000) -> None:
        self.delay, self.speed = delay, speed

    def be(self, *, gone: bool) -> None:
        self.gone = gone
        if gone:
            for end in list(self.open):
                self._close(end)

    def close(self) -> None:
        self.be(gone=True)
        self.door.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                phone, _address = self.door.accept()
                if self.gone:
                    phone.close()
                    continue
                threading.Thread(target=self._carry, args=(phone,), daemon=True).start()

    def _carry(self, phone: socket.socket) -> None:
        time.sleep(self.delay)
        with suppress(OSError):
            school = socket.create_connection(("127.0.0.1", self.school))
            self.open |= {phone, school}
            if self.gone:  # It went while this connection was being made.
                self._close(phone)
                self._close(school)
                return
            back = threading.Thread(target=self._pump, args=(school, phone), daemon=True)
            back.start()
            self._pump(phone, school)

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        """One way of a connection; a pause in it costs the delay of one way again."""
        with suppress(OSError):
            while data := source.recv(CHUNK):
                time.sleep(len(data) / self.speed if self.speed else 0)
                if len(data) < CHUNK:
                    time.sleep(self.delay / 2)
                target.sendall(data)
        self._close(source)
        self._close(target)

    def _close(self, end: socket.socket) -> None:
        self.open.discard(end)
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
