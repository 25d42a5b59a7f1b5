"""Whatever is typed as a place is answered or kindly refused, and soon."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from directory.errors import BadInputError, UnknownPlaceError
from directory.extensions import db
from directory.gazetteer import resolve, suggest

WORDS = [
    *("Orsman", "Rd,", "N1", "5QJ", "High", "Street", "St", "John's", "%", "_", "\\", "\x00"),
    *("Hackney", "Ward", "Borough", "E8", "3", "&", "\U0001f3e0", "London", "12a", "flat"),
]
NOTHING = ["%", "_", "%%%", "\x00", "\x00\x01", "\U0001f3e0", "'", "--", "*", "zzzzqqq", "ZZ1 0AA"]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_place_is_said_so_kindly(world, text):
    with pytest.raises(UnknownPlaceError) as said:
        resolve(text)
    assert not said.value.choices
    assert str(said.value)


@pytest.mark.parametrize("text", ["", "   ", "\t\n", "x" * 201, "Orsman " * 1_500])
def test_nothing_or_far_too_much_is_bad_input(world, text):
    with pytest.raises(BadInputError):
        resolve(text)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    text=st.text(max_size=230)
    | st.lists(
        st.sampled_from(WORDS),
        max_size=9,
    ).map(" ".join)
)
def test_whatever_is_typed_is_answered_or_kindly_refused(world, text):
    with suppress(BadInputError, UnknownPlaceError):
        place = resolve(text)
        assert place.chain[0].code == place.code
        assert resolve(place.where).code == place.code
    assert len(suggest(text)) <= 8


def test_asking_takes_a_fixed_few_questions_however_many_places_there_are(world, make):
    def questions(text: str) -> int:
        db.session.expire_all()
        with counted() as count, suppress(UnknownPlaceError):
            resolve(text)
        return len(count)

    texts = ["orsman rd", "Church Road, Hackney", "church road", "Orsmann Rd", "n15qj", "N1"]
    _more_streets(make, world, 25)
    before = {text: questions(text) for text in texts}
    _more_streets(make, world, 60)
    after = {text: questions(text) for text in texts}
    assert max(after.values()) <= 32
    # A few more at most: to tell those that are shown from those that are not.
    assert all(after[text] <= before[text] + 6 for text in texts)


def _more_streets(make, world, count: int) -> None:
    for number in range(count):
        make.street("Church Road", world.bethnal_east)
        make.street(f"Orsman Road {count} {number}", world.haggerston)


class counted:  # noqa: N801
    """Count the statements that the database is sent."""

    def __enter__(self) -> list[str]:
        self.statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self.hear)
        return self.statements

    def hear(self, _conn, _cursor, statement, *_more):
        self.statements.append(statement)

    def __exit__(self, *_error):
        event.remove(db.engine, "before_cursor_execute", self.hear)
