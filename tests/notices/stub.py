"""A gateway on this machine: it remembers what is posted to it, and answers as it is told."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Stub:
    """Use as a context manager. `answers` are (status, JSON) in their order, the last one for all
    further posts; None hangs until the end."""

    def __init__(self, *answers) -> None:
        self.answers = list(answers) or [(200, {"errcode": 0, "errmsg": "ok"})]
        self.posted: list[dict] = []
        self.came, self._end = threading.Event(), threading.Event()

    def __enter__(self) -> "Stub":
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = stub.answer(json.loads(body))
                if answer is None:
                    stub._end.wait()
                    return
                self.send_response(answer[0])
                self.end_headers()
                self.wfile.write(json.dumps(answer[1]).encode())

            def log_message(self, *_args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/send?key=secret-1234"
        return self

    def __exit__(self, *_error) -> None:
        self._end.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, body: dict):
        self.posted.append(body)
        self.came.set()
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
