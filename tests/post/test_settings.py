"""What the settings of letters may say, and that no password goes where it could be read."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from directory import post
from directory.app import create_app
from directory.errors import PostUnavailableError
from directory.extensions import db
from directory.post.settings import Server, sender_of, server_of
from tests.post.servers import Answers, mail_server

UNDERSTOOD = (
    ("smtp://mail.example", Server("mail.example", 587)),
    ("smtp://mail.example:25", Server("mail.example", 25)),
    ("smtp://mail.example:2525/", Server("mail.example", 2525)),
    ("smtps://mail.example", Server("mail.example", 465, "", "", True, False)),
    ("smtp://me:pw@mail.example", Server("mail.example", 587, "me", "pw")),
    ("smtp://me%40x.org:p%3A%2F%40@mail.example", Server("mail.example", 587, "me@x.org", "p:/@")),
    ("smtp://localhost:25", Server("localhost", 25, must_start_tls=False)),
    ("smtp://127.0.0.1:25", Server("127.0.0.1", 25, must_start_tls=False)),
    ("smtp://[::1]:25", Server("::1", 25, must_start_tls=False)),
    ("smtp://10.0.0.9:25", Server("10.0.0.9", 25)),
    ("smtp://relay.example:25?starttls=no", Server("relay.example", 25, must_start_tls=False)),
)
REFUSED = (
    "mail.example",
    "http://mail.example",
    "smtp://",
    "smtp://:25",
    "smtp://mail.example:notaport",
    "smtp://mail.example:99999",
    "smtp://mail.example/inbox",
    "smtp://mail.example?starttls=maybe",
    "smtp://mail.example?tls=no",
    "smtp://mail.example?starttls",
    "smtp://me:s3cret@relay.example:25?starttls=no",
    "smtp://me:s3cret@[mail.example",
)


@pytest.mark.parametrize(("url", "server"), UNDERSTOOD)
def test_an_address_of_a_mail_server_is_understood(url: str, server: Server) -> None:
    assert server_of(url) == server


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_that_is_not_understood_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL") as told:
        server_of(url)

    assert "s3cret" not in str(told.value)


def test_a_password_is_not_shown_with_its_server() -> None:
    assert "s3cret" not in repr(server_of("smtps://me:s3cret@mail.example"))


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"MAIL_FROM": ""}, "so MAIL_FROM must be too"),
        ({"MAIL_FROM": "nobody"}, "MAIL_FROM must be an address like .* not 'nobody'"),
        ({"MAIL_FROM": "nobody", "SMTP_URL": ""}, "MAIL_FROM must be an address like"),
        ({"MAIL_FROM": "a@x.org, b@x.org"}, "MAIL_FROM must be an address like"),
        ({"MAIL_FROM": "a@x.org\nBcc: b@x.org"}, "MAIL_FROM must be an address like"),
        ({"MAIL_FROM": "=?utf-8?q?x=0ABcc:_y?=@x.org"}, "MAIL_FROM must be an address like"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "directory.example"}, "PUBLIC_URL"),
        ({"SMTP_URL": "mail.example"}, "SMTP_URL"),
    ],
)
def test_the_site_does_not_start_with_half_of_the_settings(
    tmp_path: Path, missing: dict[str, str], said: str
) -> None:
    whole = {
        "SMTP_URL": "smtps://mail.example",
        "MAIL_FROM": "post@directory.example",
        "PUBLIC_URL": "https://directory.example",
    }
    create_app(whole, instance=tmp_path)
    with pytest.raises(ValueError, match=said):
        create_app({**whole, **missing}, instance=tmp_path)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("post@x.example", "Doorstep <post@x.example>"),
        ("The Door <post@x.example>", "The Door <post@x.example>"),
        ("Hall, Town <post@x.example>", '"Hall, Town" <post@x.example>'),
        ('"Hall, Town" <post@x.example>', '"Hall, Town" <post@x.example>'),
    ],
)
def test_letters_come_from_a_name_and_an_address(app: Flask, told: str, shown: str) -> None:
    assert str(sender_of({"MAIL_FROM": told, "SITE_NAME": "Doorstep"})) == shown


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for this machine, whose authority is known while the test runs."""
    key, name = ec.generate_private_key(ec.SECP256R1()), _name("localhost")
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName(
        [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = tmp_path / "certificate.pem", tmp_path / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, secret)
    return context


def _name(host: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])


def send_to(app: Flask, url: str) -> post.Tally:
    app.config |= {"SMTP_URL": url, "MAIL_FROM": "post@x.example", "SMTP_SECONDS": 5}
    post.write("short", "ann@example.org")
    db.session.commit()
    return post.send_due()


def test_a_password_is_told_after_starttls(
    app: Flask, answers: Answers, certificate: ssl.SSLContext
) -> None:
    with mail_server(answers, tls_context=certificate, auth_require_tls=True) as port:
        assert send_to(app, f"smtp://me:s3cret%3A%2F%40@127.0.0.1:{port}").sent == 1

    assert answers.secrets == [(b"s3cret:/@", True)]


def test_smtps_speaks_tls_from_the_start(
    app: Flask, answers: Answers, certificate: ssl.SSLContext
) -> None:
    with mail_server(answers, ssl_context=certificate) as port:
        assert send_to(app, f"smtps://127.0.0.1:{port}").sent == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(
    app: Flask, answers: Answers, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with (
        mail_server(answers, tls_context=certificate) as port,
        pytest.raises(PostUnavailableError, match="SSLCertVerificationError"),
    ):
        send_to(app, f"smtp://me:s3cret@127.0.0.1:{port}")

    assert answers.secrets == []


def test_nothing_is_sent_to_a_server_elsewhere_that_does_not_offer_tls(
    app: Flask, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    # This machine plays the one elsewhere.
    monkeypatch.setattr("directory.post.settings._is_this_machine", lambda _host: False)
    with (
        mail_server(answers) as port,
        pytest.raises(PostUnavailableError, match="SMTPNotSupportedError"),
    ):
        send_to(app, f"smtp://me:s3cret@127.0.0.1:{port}")

    assert (answers.secrets, answers.taken) == ([], [])


def test_a_relay_of_ones_own_may_be_without_tls(
    app: Flask, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.post.settings._is_this_machine", lambda _host: False)
    with mail_server(answers) as port:
        assert send_to(app, f"smtp://127.0.0.1:{port}?starttls=no").sent == 1


def test_an_address_in_any_script_is_written_to(app: Flask, answers: Answers) -> None:
    with mail_server(answers) as port:
        send_to(app, f"smtp://127.0.0.1:{port}")
        post.write("short", "zoë@café.example")
        db.session.commit()
        assert post.send_due().sent == 1

    assert answers.to[1] == "zoë@xn--caf-dma.example"


def test_an_address_that_the_server_cannot_write_is_given_up(app: Flask, answers: Answers) -> None:
    with mail_server(answers, enable_SMTPUTF8=False) as port:
        send_to(app, f"smtp://127.0.0.1:{port}")
        post.write("short", "zoë@example.org")
        db.session.commit()
        assert post.send_due().dead == 1
