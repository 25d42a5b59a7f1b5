"""What several modules about answers ask of."""

import pytest

from directory.search import index
from tests.factories import Make


@pytest.fixture
def hackney(make: Make) -> Make:
    """A ward with two streets, lunch clubs, and groups for fathers."""
    borough = make.borough("Hackney")
    ward = make.ward("Hoxton West", borough)
    street = make.street("Orsman Road", ward, at=(533_000, 183_500))
    make.street("Reading", ward, at=(533_100, 183_500))
    trust = make.organisation("Trust", make.base(ward, borough, (533_000, 183_600)))
    for name, kinds in (
        ("Monday lunch club", ["lunch-club"]),
        ("Tuesday lunch club", ["lunch-club"]),
        ("Dads on Saturday: a group", ["families"]),
        ("Mothers of the club", ["families"]),
        ("Group for stopping smoking", ["stop-smoking"]),
        ("Reading aloud", ["english"]),
        ("The road to the sea", ["arts"]),
    ):
        make.service(name, trust, serves=[street, borough], categories=kinds)
    poplar = make.borough("Poplar")
    make.service("Zither", make.organisation("Far", make.base(borough=poplar)), serves=[poplar])
    make.service("Gentle yoga", trust, serves=[borough], categories=["exercise"])
    index.rebuild()
    return make
