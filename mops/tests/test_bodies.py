"""What is sent along is refused by its declared length, before any of it is read."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from contextlib import contextmanager, suppress

import pytest
from django.conf import settings

from assessments import evidence_file, table_file
from mops import bodies, embedded
from reports.deliverables import logo, office_file

FORM = "multipart/form-data; boundary=x"
SENTENCE = "This is more than the 27 MB that can be sent at once."


def send(client, path, length, content_type=FORM):
    """A request that declares a body, of which nothing comes."""
    return client.generic("POST", path, b"", content_type=content_type, CONTENT_LENGTH=length)


@pytest.mark.django_db
@pytest.mark.parametrize("length", [str(bodies.MAX_BYTES + 1), str(2 * 1024**3), "9" * 5000])
def test_a_body_over_the_limit_is_refused_in_one_sentence(client, length):
    page = send(client, "/account/login/", length)
    program = send(client, "/api/v1/files/", length)

    assert page.status_code == program.status_code == 413
    assert SENTENCE in page.content.decode()
    assert page.headers["X-Request-Id"] in page.content.decode()
    assert program.headers["Content-Type"] == "application/problem+json"
    assert program.json()["type"].endswith("too-large")
    assert [error["message"] for error in program.json()["errors"]] == [SENTENCE]


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["", "0", str(bodies.MAX_BYTES)])
def test_up_to_the_limit_a_body_reaches_its_page(client, length):
    assert send(client, "/account/login/", length).status_code == 200
    assert send(client, "/api/v1/files/", length).status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["-1", "1e3", "٣", "0x10", "1,000"])
def test_what_is_no_length_is_refused(client, length):
    assert send(client, "/account/login/", length).status_code == 413


@pytest.mark.django_db
def test_a_body_in_pieces_without_a_length_is_asked_for_one(client):
    page = client.get("/account/login/", headers={"Transfer-Encoding": "chunked"})
    program = client.get("/api/v1/files/", headers={"Transfer-Encoding": "chunked"})

    assert page.status_code == program.status_code == 411
    assert "Send it with its length" in page.content.decode()
    assert program.json()["type"].endswith("length-required")


def test_whatever_is_taken_somewhere_passes_the_gate():
    form = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    taken = (evidence_file.MAX_BYTES, table_file.MAX_BYTES, office_file.MAX_BYTES, logo.MAX_BYTES)

    assert max(taken) + form <= bodies.MAX_BYTES


# The server that people meet


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """Of the web processes as `serve` starts them, with nothing behind them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found = probe.getsockname()[1]
    env = os.environ | {"MOPS_VAR_DIR": str(tmp_path_factory.mktemp("web")), "PYTHONWARNINGS": ""}
    web = subprocess.Popen(
        embedded.web("127.0.0.1", found, 1).command,
        cwd=settings.BASE_DIR,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(1200):
            if embedded.port_answers("127.0.0.1", found):
                break
            assert web.poll() is None, "the web server ended"
            time.sleep(0.05)
        yield found
    finally:
        web.terminate()
        web.wait(20)


@contextmanager
def connection(port, *headers):
    """A request whose headers have gone out."""
    lines = ["POST /api/v1/files/ HTTP/1.1", "Host: localhost", f"Content-Type: {FORM}", *headers]
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall("\r\n".join([*lines, "", ""]).encode())
        yield client


def answer(client):
    """All that the server says until it closes, which it does with the body unread."""
    found = b""
    while piece := client.recv(65536):
        found += piece
    head, _, body = found.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def test_the_server_answers_before_the_body_has_come(port):
    with connection(port, f"Content-Length: {2 * 1024**3}") as client:
        client.sendall(b"--x\r\n")

        status, problem = answer(client)

    assert (status, problem["errors"][0]["message"]) == (413, SENTENCE)


def test_whoever_goes_on_sending_finds_the_connection_closed(port):
    sent, piece = 0, bytes(65536)
    with connection(port, f"Content-Length: {2 * 1024**3}") as client, suppress(OSError):
        while sent < 200 * 1024**2:
            client.sendall(piece)
            sent += len(piece)

    # What was under way in the buffers of the two ends.
    assert sent < 50 * 1024**2


def test_pieces_without_a_length_are_not_read(port):
    with connection(port, "Transfer-Encoding: chunked") as client:
        client.sendall(b"5\r\n--x\r\n\r\n")

        status, problem = answer(client)

    assert (status, problem["type"].rpartition(":")[2]) == (411, "length-required")


def test_whoever_hangs_up_in_the_middle_keeps_nobody_else_waiting(port):
    for _ in range(12):
        with connection(port, f"Content-Length: {20 * 1024**2}") as client:
            client.sendall(b"--x\r\n" * 1000)

    with connection(port, "Content-Length: 0", "Connection: close") as client:
        status, _problem = answer(client)

    assert status == 401
