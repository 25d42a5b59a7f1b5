"""What is held about a person: told, downloaded, erased; and that nothing else is kept."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import String, Text, select

from directory import audit, people, post
from directory.domain.personal import KEPT, TELLING
from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.extensions import Base, db
from directory.models import (
    AuditEntry,
    Change,
    Claiming,
    Contact,
    Membership,
    Person,
    Report,
    SignedIn,
    Version,
)
from directory.people.granting import person_with

REGISTER = {table: (kept, columns) for kept in KEPT for table, columns in kept.columns.items()}
NAME, EMAIL = "Mabel Okonkwo-Price", "mabel@example.org"


@pytest.fixture
def mabel(make, hall):
    """An owner who did everything that leaves a trace."""
    person = make.person(EMAIL, Role.OWNER, hall)
    person.name, person.totp_secret = NAME, "JBSWY3DPEHPK3PXP"
    people.begin(person, "Firefox on Windows")
    people.make_link(people.Purpose.SIGN_IN, EMAIL)
    post.write("sign_in", EMAIL, key="x")
    audit.note("signed in", "person", person.id, by=person)
    told = {"organisation_name": "The Hall"}
    for state in ("draft", "published"):
        db.session.add(
            Change(organisation=hall, section=Section.ORGANISATION, state=state, person=person)
        )
    db.session.add_all(
        [
            Version(
                organisation_id=hall.id,
                section=Section.ORGANISATION,
                number=1,
                told=told,
                person=person,
            ),
            Claiming(organisation=hall, person=person, who=f"I am {NAME}", how_to_check=EMAIL),
        ]
    )
    db.session.commit()
    return person


@pytest.fixture
def signed_in(browser, mabel):
    browser.sign_in(mabel, second_factor=True)
    return browser


def test_every_column_that_leads_to_a_person_is_in_the_register():
    for table in Base.metadata.sorted_tables:
        _, known = REGISTER.get(table.name, (None, ()))
        for column in table.columns:
            is_hers = any(key.column.table.name == "person" for key in column.foreign_keys)
            if is_hers or column.name in TELLING:
                assert column.name in known, f"{table.name}.{column.name} is in no register"


def test_the_register_tells_only_of_what_there_is():
    for name, (_, columns) in REGISTER.items():
        assert set(columns) <= set(Base.metadata.tables[name].columns.keys()), name


def test_each_kind_says_a_setting_that_there_is(app):
    for kept in KEPT:
        assert kept.until.format(**app.config)


def test_she_reads_all_that_is_held_and_for_how_long(signed_in):
    page = signed_in.get("account.held")
    assert EMAIL in page.words
    for title in ("Your account", "How you sign in", "Letters to you", "The log"):
        assert title in page.words
    assert "forgotten 30 days later" in page.words
    assert "What visitors report" not in page.words


def test_she_takes_it_all_away_in_a_file_without_the_keys(signed_in, mabel):
    answer = signed_in.client.get("/account/held.json")
    assert answer.mimetype == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    told = {
        table: rows
        for kept in json.loads(answer.text)["kept"]
        for table, rows in kept.items()
        if isinstance(rows, list)
    }
    assert told["person"][0]["email"] == EMAIL
    assert len(told["change"]) == 2
    assert told["claiming"][0]["who"] == f"I am {NAME}"
    assert "JBSWY3DPEHPK3PXP" not in answer.text
    assert not any("hash" in column for rows in told.values() for row in rows for column in row)


def test_what_is_anothers_is_not_in_it(signed_in, make):
    other = make.person("other@example.org")
    audit.note("signed in", "person", other.id, by=other)
    db.session.commit()
    assert "other@example.org" not in signed_in.client.get("/account/held.json").text


def test_the_last_owner_cannot_be_erased_by_mistake(signed_in, mabel):
    page = signed_in.get("account.ask_to_erase")
    again = signed_in.send(page, email=EMAIL, status=400)
    assert "Nobody else owns The Hall" in again.text
    assert db.session.get(Person, mabel.id).name == NAME


def test_the_last_administrator_cannot_be_erased_whatever_she_ticks(browser, make):
    ada = make.person("ada@example.org", Role.ADMINISTRATOR)
    browser.sign_in(ada, second_factor=True)
    page = browser.get("account.ask_to_erase")
    again = browser.post("/account/erase", {"email": ada.email, "leave": "y"}, status=400)
    assert "last administrator" in again.select_one("#email-error").text
    make.person("other@example.org", Role.ADMINISTRATOR)
    browser.send(page, email=ada.email)


def test_another_address_erases_nobody(signed_in, mabel):
    page = signed_in.get("account.ask_to_erase")
    signed_in.send(page, email="mabel@example.com", leave="y", status=400)
    assert db.session.get(Person, mabel.id).erased_at is None


def test_once_erased_no_text_anywhere_has_her_name_or_address(signed_in, mabel):
    number = mabel.id
    done = signed_in.send(signed_in.get("account.ask_to_erase"), email=EMAIL, leave="y")
    assert done.answer.status_code == 303
    assert "You are erased" in signed_in.follow(done).words

    assert everywhere(NAME, EMAIL, "JBSWY3DPEHPK3PXP") == []
    assert db.session.scalars(select(SignedIn)).all() == []
    assert signed_in.client.get("/account/").status_code == 303
    acts = db.session.execute(select(AuditEntry.act, AuditEntry.person_id)).all()
    assert ("erased", number) in acts
    assert ("signed in", number) in acts
    assert db.session.scalars(select(Version.person_id)).all() == [number]
    assert [each.state.value for each in db.session.scalars(select(Change))] == ["published"]
    assert all(each.ended_at for each in db.session.scalars(select(Membership)))


def test_the_history_says_a_person_who_has_left(signed_in, mabel, hall, make, browser):
    signed_in.send(signed_in.get("account.ask_to_erase"), email=EMAIL, leave="y")
    browser.sign_in(make.person("ann@example.org", Role.OWNER, hall))
    page = browser.open("/edit/hall/history/organisation")
    assert "by a person who has left" in page.words


def test_a_visitor_and_another_cannot_erase_her(browser, mabel, make):
    sent = browser.client.post(
        "/account/erase", data={"email": EMAIL}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert sent.status_code in (303, 403)
    browser.sign_in(make.person("other@example.org"))
    browser.client.post(
        "/account/erase", data={"email": EMAIL}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert db.session.get(Person, mabel.id).erased_at is None


def test_whoever_comes_back_is_somebody_new(signed_in, mabel, make):
    signed_in.send(signed_in.get("account.ask_to_erase"), email=EMAIL, leave="y")
    assert person_with(EMAIL).id != mabel.id


class TestByPost:
    """What an administrator does when the request came by post."""

    @pytest.fixture
    def run(self, app):
        return lambda *words: app.test_cli_runner().invoke(args=["user", *words])

    def test_what_is_held_is_listed_and_exported(self, run, mabel):
        assert "Letters to you" in run("held", EMAIL).output
        assert json.loads(run("export", EMAIL).output)["kept"][0]["person"][0]["name"] == NAME

    def test_she_is_erased_after_a_question(self, run, mabel):
        assert run("erase", EMAIL).exit_code == 1
        refused = run("erase", EMAIL, "--yes")
        assert "Nobody else owns The Hall" in refused.output
        assert run("erase", EMAIL, "--yes", "--leave-alone").exit_code == 0
        assert everywhere(NAME, EMAIL) == []

    def test_an_address_that_nobody_has_is_told(self, run, app):
        done = run("erase", "nobody@example.org", "--yes")
        assert done.exit_code == 1
        assert "Nobody here has the address" in done.output

    def test_a_name_on_an_entry_is_taken_out_of_its_versions(self, run, hall):
        told = {"organisation_contacts": [f"{NAME}: 020 7946 0000"]}
        db.session.add_all(
            [
                Version(
                    organisation_id=hall.id,
                    section=Section.ORGANISATION_CONTACTS,
                    number=1,
                    told=told,
                ),
                Change(organisation=hall, section=Section.ORGANISATION_CONTACTS, told=told),
            ]
        )
        db.session.commit()
        done = run("strike", NAME, "hall")
        assert "out of 2 versions" in done.output
        assert everywhere(NAME) == []
        assert everywhere("020 7946 0000")

    def test_so_few_letters_take_nothing_out(self, run, hall):
        assert run("strike", "Ann", "hall").exit_code == 1


def test_the_page_on_data_protection_tells_every_kind_and_the_settings(app, browser):
    app.config.update(KEEP_DECIDED_DAYS=417, KEEP_UNUSED_ACCOUNTS_MONTHS=13)
    page = browser.get("about.data_protection")
    for kept in KEPT:
        assert kept.title in page.words
    assert "417 days after it was decided" in page.words
    assert "for 13 months" in page.words
    assert "has not said here who that is" in page.words
    app.config["OPERATOR_NAME"] = "Hackney Council"
    assert "Hackney Council runs this copy" in browser.get("about.data_protection").words


def test_a_contact_with_her_address_is_told_to_her(signed_in, hall):
    db.session.add(Contact(organisation=hall, label="Mabel", email=EMAIL))
    db.session.add(Report(organisation=hall, kind="closed", at=datetime.now(UTC)))
    db.session.commit()
    assert "People to get in touch with" in signed_in.get("account.held").words


def everywhere(*wanted: str) -> list[str]:
    """Return the columns of the whole database in which any of these texts stands."""
    db.session.expire_all()
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            is_text = isinstance(column.type, String | Text) or "JSON" in str(column.type)
            if not is_text:
                continue
            for value in db.session.scalars(select(column)):
                text = value if isinstance(value, str) else json.dumps(value)
                found += [f"{table.name}.{column.name}" for each in wanted if each in text]
    return found
