"""Processor time of one save, in microseconds, without a server: the app is called as WSGI does.

Run by `bench.saving` as a process of its own with DJANGO_SETTINGS_MODULE set; it reads lines of
cookie and path. What other programs do on the machine changes this figure far less than saves per
second.
"""

import io
import os
import statistics
import sys
import time
from importlib import import_module

WARM_UP, PARTS, SAVES = 50, 5, 50
LINES = WARM_UP + PARTS * SAVES


def environ(kind: str, number: int, cookie: str, path: str) -> dict:
    if kind == "mops":
        content_type = "application/x-www-form-urlencoded"
        key = f"client_id=cpu-{os.getpid()}-{number}&seq=1&base_version=0"
        body = f"choice={number % 5 + 1}&{key}".encode()
    else:
        content_type = "application/json"
        body = b'{"value":%d}' % (number % 5 + 1)
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_COOKIE": cookie,
        "HTTP_X_CSRFTOKEN": "a" * 32,
        "HTTP_ACCEPT": "application/json",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def save(application, request: dict) -> None:
    said: list[str] = []
    reply = application(request, lambda status, _headers, _error=None: said.append(status))
    b"".join(reply)
    reply.close()
    if not said[0].startswith("200"):
        raise RuntimeError(said[0])


def main(kind: str) -> float:
    application = import_module("mops.wsgi" if kind == "mops" else "bench.mini.wsgi").application
    lines = [line.rstrip("\n").split("\t") for line in sys.stdin]
    requests = [environ(kind, number, *line) for number, line in enumerate(lines)]
    for request in requests[:WARM_UP]:
        save(application, request)
    taken = []
    for part in range(PARTS):
        first = WARM_UP + part * SAVES
        started = time.process_time()
        for request in requests[first : first + SAVES]:
            save(application, request)
        taken.append((time.process_time() - started) / SAVES * 1e6)
    return statistics.median(taken)


if __name__ == "__main__":
    sys.stdout.write(f"{main(sys.argv[1]):.1f}\n")
