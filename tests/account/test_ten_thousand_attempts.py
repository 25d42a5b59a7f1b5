"""Ten thousand attempts to sign in let nobody in, send no flood of letters, and keep nobody out."""

from sqlalchemy import func, select

from directory import people
from directory.account.actions import signing_in
from directory.extensions import db
from directory.models import AuditEntry, Letter, Link, Person, SignedIn
from tests.browser import Browser

MANY = 10_000


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_ten_thousand_guesses_at_a_link_open_nothing_and_the_real_one_still_works(app) -> None:
    key = people.make_link(people.Purpose.SIGN_IN, "ada@example.org")
    db.session.commit()
    guesses = (f"{key[:-5]}{number:05}" for number in range(MANY))
    assert not any(people.use_link(people.Purpose.SIGN_IN, guess) for guess in guesses)
    with app.test_request_context():
        assert [count(each) for each in (SignedIn, Person, AuditEntry, Link)] == [0, 0, 0, 1]
        assert signing_in.sign_in(key, "Firefox") is not None


def test_an_address_asked_for_ten_thousand_times_gets_five_letters_that_all_work(app) -> None:
    with app.test_request_context():
        for _ in range(MANY):
            signing_in.send_link("ada@example.org", "")
    assert (count(Letter), count(Link), count(Person)) == (5, 5, 0)
    works = [each.rpartition("/account/link/")[2].split()[0] for each in texts()]
    for key in works:
        assert people.read_link(people.Purpose.SIGN_IN, key) is not None


def texts() -> list[str]:
    return list(db.session.scalars(select(Letter.text)))


def test_one_client_is_answered_twenty_times_an_hour_and_then_writes_nothing(another) -> None:
    limited = another(RATELIMIT_ENABLED=True)
    with limited.app_context():
        client = Browser(limited).client
        for address in ("/account/link/x", "/account/sign-in", "/edit/invitation/x"):
            said = [
                client.post(
                    address,
                    data={"email": f"{number}@example.org"},
                    headers={"Sec-Fetch-Site": "same-origin"},
                ).status_code
                for number in range(40)
            ]
            assert said.count(429) == 20, address
            assert set(said[20:]) == {429}, address
    assert count(Letter) == 20
