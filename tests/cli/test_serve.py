"""``doorstep init``, ``check`` and ``serve``: from an empty folder to a site that is well."""

import gc
import signal
import socket

import click
import pytest
from flask import Flask

from directory.cli.serve import address, listen, run


def test_an_empty_folder_is_not_well_and_init_makes_it_so(bare: Flask) -> None:
    run = bare.test_cli_runner().invoke
    before = run(args=["check"])
    made = run(args=["init"])
    after = run(args=["check"])

    assert before.exit_code == 1
    assert "doorstep init" in before.output
    assert made.exit_code == 0
    assert after.exit_code == 0, after.output
    assert "All is well." in after.output


def test_init_twice_changes_nothing(bare: Flask) -> None:
    run = bare.test_cli_runner().invoke

    assert run(args=["init"]).exit_code == run(args=["init"]).exit_code == 0


def test_a_port_that_is_taken_is_told_kindly(app: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(click.ClickException, match=str(port)) as told:
            listen(app, "127.0.0.1", port)

    assert "--port" in str(told.value.message)


def test_serving_a_database_that_is_not_ready_says_what_to_do(bare: Flask, monkeypatch) -> None:
    monkeypatch.setattr("waitress.serve", lambda _app, sockets, **_: sockets[0].close())
    serve = ["serve", "--port", "0"]
    before = bare.test_cli_runner().invoke(args=serve)
    bare.test_cli_runner().invoke(args=["init"])
    after = bare.test_cli_runner().invoke(args=serve)

    assert "doorstep init" in before.output
    assert "Not well" not in after.output


def test_nobody_waits_while_what_was_loaded_at_the_start_is_gone_through(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr("waitress.serve", lambda *_, **__: None)
    try:
        with socket.socket() as bound:
            run(app, bound)
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


def test_the_address_printed_can_be_typed(app: Flask) -> None:
    with listen(app, "127.0.0.1", 0) as bound:
        assert address(bound) == f"http://localhost:{bound.getsockname()[1]}/"


def test_host_and_port_come_from_the_settings(app: Flask) -> None:
    app.config.update(HOST="127.0.0.1", PORT=0)

    with listen(app) as bound:
        assert bound.getsockname()[0] == "127.0.0.1"


def test_a_ready_site_says_so_and_a_broken_one_says_why(bare: Flask) -> None:
    client = bare.test_client()
    before = client.get("/readyz")
    bare.test_cli_runner().invoke(args=["init"])
    after = client.get("/readyz")

    assert before.status_code == 503
    assert "doorstep init" in before.json["database"]
    assert after.status_code == 200
    assert client.get("/healthz").json == {"status": "ok"}
