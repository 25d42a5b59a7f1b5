"""A setting that is no use is refused at once, in words that say what would be."""

from pathlib import Path

import pytest

from directory.app import create_app
from directory.config import settings

NO_USE = [
    ("DOORSTEP_PORT", "abc", "a whole number"),
    ("PORT", "99999999", "from 0 to 65535"),
    ("DOORSTEP_THREADS", "0", "from 1 to"),
    ("DOORSTEP_PAGE_SIZE", "0", "from 1 to"),
    ("DOORSTEP_PAGE_SIZE", "1.5", "a whole number"),
    ("DOORSTEP_PAGE_SIZE", "true", "a whole number"),
    ("DOORSTEP_MAX_PAGE", "0", "from 1 to"),
    ("DOORSTEP_COUNTS_KEEP_MONTHS", "0", "from 1 to"),
    ("DOORSTEP_COUNT_FOUND_SECONDS", "-1", "from 0 to"),
    ("DOORSTEP_MAX_QUERY_LENGTH", "-1", "from 10 to"),
    ("DOORSTEP_DOORSTEP_METRES", "-1", "from 0 to"),
    ("DOORSTEP_TRUSTED_PROXIES", "-1", "from 0 to"),
    ("DOORSTEP_SESSION_HOURS", "0", "from 1 to 720"),
    ("DOORSTEP_SMTP_SECONDS", "0", "from 1 to 600"),
    ("DOORSTEP_LETTERS_DAYS", "0", "from 1 to 3650"),
    ("DOORSTEP_DEMO", "maybe", "true or false"),
    ("DOORSTEP_TIME_ZONE", "Mars/Base", "a time zone like"),
    ("DOORSTEP_TIME_ZONE", "../../etc/passwd", "a time zone like"),
    # A limit that cannot be read must not mean that there is none.
    ("DOORSTEP_SEARCH_RATE_LIMIT", "lots", "a limit like"),
    ("DOORSTEP_API_RATE_LIMIT", "", "a limit like"),
    ("DOORSTEP_RATELIMIT_STORAGE_URI", "foo://bar", "memory://"),
    ("DOORSTEP_LOG_LEVEL", "LOUD", "DEBUG, INFO"),
    ("DOORSTEP_PUBLIC_URL", "javascript:alert(1)", "an address like"),
    ("DOORSTEP_PUBLIC_URL", "example.org", "an address like"),
    ("DOORSTEP_OIDC_ISSUER", "login.example.org", "an address like"),
    # A name that is no setting would do nothing, and nobody would be told.
    ("DOORSTEP_PAGESIZE", "20", "DOORSTEP_PAGE_SIZE"),
    ("DOORSTEP_SMTPURL", "smtp://mail.example", "DOORSTEP_SMTP_URL"),
    ("DOORSTEP_INSTANCES", "/srv", "DOORSTEP_INSTANCE"),
    ("DOORSTEP_XYZZY", "1", "docs/operating.md lists"),
    ("DATABASE_URL", "nonsense", "like postgresql://"),
    ("DATABASE_URL", "foo://somewhere", "like postgresql://"),
]


@pytest.mark.parametrize(("name", "value", "wanted"), NO_USE)
def test_a_setting_that_is_no_use_is_refused_by_name(
    name: str, value: str, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ValueError, match=wanted) as told:
        settings(tmp_path)

    assert name.removeprefix("DOORSTEP_") in str(told.value)


@pytest.mark.parametrize(
    "said", ["page_size = 'x'", "threads = 0", "x = [", "demo = 1", "\0", "time_zone = ''"]
)
def test_a_file_of_settings_is_held_to_the_same(said: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(said, "utf-8")

    with pytest.raises(ValueError, match=r"must be|config\.toml cannot be read"):
        settings(tmp_path)


def test_a_password_in_a_wrong_database_address_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "foo://doorstep:swordfish@host/name")

    with pytest.raises(ValueError, match="DATABASE_URL") as told:
        settings(tmp_path)

    assert "swordfish" not in str(told.value)


def test_what_is_said_by_default_is_of_use(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert settings(tmp_path)["PAGE_SIZE"] == 20


def test_an_instance_folder_that_cannot_be_made_is_told_kindly(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    with pytest.raises(ValueError, match="cannot be made"):
        create_app(instance=file)


@pytest.mark.parametrize("named", ["tmes", "times; contacts", "publication"])
def test_only_sections_may_be_published_at_once(named: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="AT_ONCE_SECTIONS must name sections, not"):
        create_app({"AT_ONCE_SECTIONS": named}, instance=tmp_path)


@pytest.mark.parametrize("named", ["", "times", "Times,  coverage"])
def test_sections_are_named_as_people_write_lists(named: str, tmp_path: Path) -> None:
    create_app({"AT_ONCE_SECTIONS": named}, instance=tmp_path)
