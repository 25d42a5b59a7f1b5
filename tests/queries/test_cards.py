"""The database decides who is public, keeps the order it is given, and is asked a few times."""

from datetime import time

import pytest
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm.exc import DetachedInstanceError

from directory.domain.terms import Publication, Status
from directory.extensions import db
from directory.models import Area, Contact, OpeningTime
from directory.queries import cards, services
from directory.search import index
from tests.counting import statements
from tests.factories import Make


def test_services_come_in_the_order_asked_for(make: Make) -> None:
    trust = make.organisation("Trust")
    ids = [make.service(name, trust).id for name in ("Lunch", "Advice", "Yoga")]
    wanted = [ids[2], ids[0], 10_000, ids[1]]

    assert [card.service.id for card in cards.in_order(wanted)] == [ids[2], ids[0], ids[1]]


NOT_LISTED = [
    ({"publication": Publication.DRAFT}, {}),
    ({"publication": Publication.HIDDEN}, {}),
    ({"publication": Publication.CLOSED}, {}),
    ({"status": Status.CLOSED}, {}),
    ({}, {"publication": Publication.HIDDEN}),
    ({}, {"publication": Publication.DRAFT}),
    ({}, {"publication": Publication.CLOSED}),
]


@pytest.mark.parametrize(("service", "organisation"), NOT_LISTED)
def test_what_was_withdrawn_is_never_shown_whatever_the_index_says(
    make: Make, service: dict[str, object], organisation: dict[str, object]
) -> None:
    withdrawn = make.service("Lunch", make.organisation("Trust", **organisation), **service)

    assert cards.in_order([withdrawn.id]) == []
    assert services.categories_of([withdrawn.id]) == {}


def test_a_paused_service_is_still_listed(make: Make) -> None:
    paused = make.service("Lunch", make.organisation("Trust"), status=Status.PAUSED)

    assert [card.service.id for card in cards.in_order([paused.id])] == [paused.id]


def test_twenty_cards_take_no_more_statements_than_one(make: Make) -> None:
    ids = [_full_service(make, number).id for number in range(20)]
    counts = []
    for wanted in (ids[:1], ids):
        db.session.expire_all()
        db.session.expunge_all()
        with statements() as seen:
            for card in cards.in_order(wanted):
                _read_card(card)
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 9


def test_a_service_is_reached_by_its_own_contacts_or_else_by_its_organisation_s(
    make: Make,
) -> None:
    trust = make.organisation("Trust")
    lunch, advice = make.service("Lunch", trust), make.service("Advice", trust)
    trust.contacts = [Contact(phone="020 7946 0001")]
    advice.contacts = [Contact(phone="020 7946 0002", organisation_id=trust.id)]
    db.session.commit()

    found = cards.in_order([lunch.id, advice.id])

    phones = [[each.phone for each in card.contacts] for card in found]
    assert phones == [["020 7946 0001"], ["020 7946 0002"]]


def test_a_card_may_not_ask_for_thousands_of_areas(make: Make) -> None:
    service_id = _full_service(make, 1).id
    db.session.expunge_all()
    card = cards.in_order([service_id])[0]

    with pytest.raises((InvalidRequestError, DetachedInstanceError)):
        card.service.coverage.__len__()


def test_a_card_that_is_kept_keeps_none_of_the_databases_bookkeeping(make: Make) -> None:
    service_id = _full_service(make, 1).id
    db.session.expunge_all()

    card = cards.in_order([service_id])[0]

    _read_card(card)
    organisation, place = card.service.organisation, card.service.locations[0]
    rows = [card.service, organisation, *organisation.bases, place, place.site]
    for row in (*rows, *card.service.openings, *card.contacts):
        assert "_sa_instance_state" not in vars(row)


def test_nobody_asked_for_is_nobody_found(make: Make) -> None:
    make.service("Lunch", make.organisation("Trust"))

    with statements() as seen:
        assert cards.in_order([]) == []
        assert services.categories_of([]) == {}
    assert not seen


def _full_service(make: Make, number: int):  # type: ignore[no-untyped-def]
    hackney = make.borough(f"Hackney {number}")
    ward = make.ward(f"Hoxton {number}", hackney)
    trust = make.organisation(f"Trust {number}", make.base(ward, hackney, (533000, 183000)))
    hall = make.site(f"Hall {number}", (533000, 183000))
    service = make.service(f"Lunch {number}", trust, serves=[ward], sites=[hall])
    service.openings = [OpeningTime(weekday=1, opens=time(12), closes=time(14))]
    trust.contacts = [Contact(phone=f"020 7946 {number:04}")]
    db.session.commit()
    return service


def _read_card(card: cards.Card) -> None:
    """Read everything that a card shows."""
    service = card.service
    assert card.areas.serves.names
    assert service.organisation.bases
    assert service.locations[0].site.name
    assert service.openings
    assert service.exceptions == []
    assert card.contacts[0].phone


def test_a_change_that_was_noted_is_on_the_next_list(make: Make) -> None:
    lunch = make.service("Lunch", make.organisation("Trust"))
    assert cards.in_order([lunch.id])[0].service.name == "Lunch"

    lunch.name = "Lunch club"
    index.note_changes([lunch.id])
    db.session.commit()

    assert cards.in_order([lunch.id])[0].service.name == "Lunch club"


def test_who_is_withdrawn_is_gone_at_once_even_when_no_change_was_noted(make: Make) -> None:
    lunch = make.service("Lunch", make.organisation("Trust"))
    assert cards.in_order([lunch.id])

    lunch.organisation.publication = Publication.HIDDEN
    db.session.commit()

    assert cards.in_order([lunch.id]) == []


def test_a_card_that_was_shown_is_not_read_again(make: Make) -> None:
    ids = [_full_service(make, number).id for number in range(3)]
    cards.in_order(ids)

    with statements() as first:
        cards.in_order(ids)
        at_first = len(first)
        cards.in_order(ids)
    assert len(first) == at_first + 1


def test_only_so_many_cards_are_kept(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "MOST", 2)
    ids = [_full_service(make, number).id for number in range(4)]

    assert [card.service.id for card in cards.in_order(ids)] == ids
    with statements() as seen:
        cards.in_order(ids)
        seen.clear()
        cards.in_order(ids[2:])  # kept
        assert len(seen) == 1
        cards.in_order(ids[:1])  # forgotten, so read again
        assert len(seen) > 2


def test_an_area_that_was_renamed_is_named_so_once_the_index_is_rebuilt(make: Make) -> None:
    lunch = _full_service(make, 1)
    code = lunch.organisation.bases[0].ward_code
    assert cards.in_order([lunch.id])[0].bases[0].ward == "Hoxton 1"

    db.session.get(Area, code).name = "Hoxton West"
    db.session.commit()
    index.rebuild()

    assert cards.in_order([lunch.id])[0].bases[0].ward == "Hoxton West"
