"""Who may use which address: every endpoint is in the table, or the tests fail."""

from flask import Flask

EVERYONE = "everyone"
FIRST_STEP = "first step"
SIGNED_IN = "signed in"
MODERATORS = "moderators"
ADMINISTRATORS = "administrators"
READING = {"GET", "HEAD", "OPTIONS"}

WHO_MAY_USE = {
    "find.start": EVERYONE,
    "find.results": EVERYONE,
    "find.results_map": EVERYONE,
    "find.suggest_places": EVERYONE,
    "find.suggest_words": EVERYONE,
    "find.organisation": EVERYONE,
    "find.service": EVERYONE,
    "places.place": EVERYONE,
    "about.ranking": EVERYONE,
    "about.accessibility": EVERYONE,
    "about.privacy": EVERYONE,
    "about.data_protection": EVERYONE,
    "api.find": EVERYONE,
    "api.places": EVERYONE,
    "api.openapi": EVERYONE,
    # Only where DEMO is set; elsewhere they are not there.
    "demo.mailbox": EVERYONE,
    "demo.letter": EVERYONE,
    "feeds.sitemap": EVERYONE,
    "feeds.sitemap_part": EVERYONE,
    "feeds.opensearch": EVERYONE,
    "feeds.newest": EVERYONE,
    "feeds.robots": EVERYONE,
    "health.healthz": EVERYONE,
    "health.readyz": EVERYONE,
    "assets.one": EVERYONE,
    # Signing in is for everyone; what follows is a person's own.
    "account.sign_in": EVERYONE,
    "account.send_link": EVERYONE,
    "account.sent": EVERYONE,
    "account.confirm": EVERYONE,
    "account.use_link": EVERYONE,
    "account.sign_out": EVERYONE,
    "account.to_council": EVERYONE,
    "account.from_council": EVERYONE,
    "account.home": SIGNED_IN,
    "account.rename": SIGNED_IN,
    "account.sessions": SIGNED_IN,
    "account.end_session": SIGNED_IN,
    "account.end_other_sessions": SIGNED_IN,
    "account.end_all_sessions": SIGNED_IN,
    "account.held": SIGNED_IN,
    "account.held_json": SIGNED_IN,
    "account.ask_to_erase": SIGNED_IN,
    "account.erase": SIGNED_IN,
    # Who has set up a second step gives it here, and is let in nowhere else before.
    "account.second_factor": FIRST_STEP,
    "account.give_code": FIRST_STEP,
    "account.give_recovery_code": FIRST_STEP,
    "account.give_passkey": FIRST_STEP,
    "account.security": SIGNED_IN,
    "account.set_up_app": SIGNED_IN,
    "account.remove_app": SIGNED_IN,
    "account.add_passkey": SIGNED_IN,
    "account.remove_passkey": SIGNED_IN,
    "account.new_recovery_codes": SIGNED_IN,
    # Whoever has the letter is invited by it; looking for a name needs nobody's leave.
    "edit.invitation": EVERYONE,
    "edit.accept_invitation": EVERYONE,
    "edit.register": EVERYONE,
    # Whoever has the letter may say that its entries are right: tests/still_right.
    "edit.still_right": EVERYONE,
    "edit.confirm_by_link": EVERYONE,
    "edit.confirm": SIGNED_IN,
    "edit.keep_confirmed": SIGNED_IN,
    "edit.home": SIGNED_IN,
    "edit.add_entry": SIGNED_IN,
    "edit.claim": SIGNED_IN,
    "edit.send_claim": SIGNED_IN,
    # And only for an organisation that is hers to edit: tests/edit/test_sections.py.
    "edit.entry": SIGNED_IN,
    "edit.section": SIGNED_IN,
    "edit.save_section": SIGNED_IN,
    "edit.service_section": SIGNED_IN,
    "edit.save_service_section": SIGNED_IN,
    "edit.send": SIGNED_IN,
    "edit.send_all": SIGNED_IN,
    # And only what is asked about an entry of hers: tests/edit/test_answering.py.
    "edit.question": SIGNED_IN,
    "edit.answer": SIGNED_IN,
    "edit.withdraw": SIGNED_IN,
    "edit.show": SIGNED_IN,
    "edit.show_service": SIGNED_IN,
    "edit.end": SIGNED_IN,
    "edit.end_service": SIGNED_IN,
    "edit.ended": SIGNED_IN,
    "edit.ended_service": SIGNED_IN,
    "edit.throw_away": SIGNED_IN,
    "edit.thrown_away": SIGNED_IN,
    "edit.preview": SIGNED_IN,
    "edit.preview_service": SIGNED_IN,
    "edit.history": SIGNED_IN,
    "edit.service_history": SIGNED_IN,
    "edit.restore": SIGNED_IN,
    "edit.add_service": SIGNED_IN,
    "edit.make_service": SIGNED_IN,
    # Moderators of the entry's areas see this too: tests/edit/test_found.py.
    "edit.found": SIGNED_IN,
    "edit.team": SIGNED_IN,
    "edit.invite": SIGNED_IN,
    "edit.take_back": SIGNED_IN,
    "edit.make_owner": SIGNED_IN,
    "edit.make_editor": SIGNED_IN,
    "edit.end_membership": SIGNED_IN,
    # And in test_coverage_rights.py:
    "edit.coverage": SIGNED_IN,
    "edit.coverage_add": SIGNED_IN,
    "edit.coverage_remove": SIGNED_IN,
    "edit.coverage_done": SIGNED_IN,
    "edit.coverage_paste": SIGNED_IN,
    "edit.coverage_pasted": SIGNED_IN,
    "edit.coverage_areas": SIGNED_IN,
    "edit.coverage_ticked": SIGNED_IN,
    "edit.coverage_whole": SIGNED_IN,
    "edit.coverage_draw": SIGNED_IN,
    "edit.coverage_drawn": SIGNED_IN,
    # A visitor says that an entry is wrong: no account, no cookie.
    "report.which": EVERYONE,
    "report.form": EVERYONE,
    "report.send": EVERYONE,
    # And only for what lies in her areas: tests/moderate/test_rights.py.
    "moderate.queue": MODERATORS,
    "moderate.item": MODERATORS,
    "moderate.decide": MODERATORS,
    "moderate.approve_ticked": MODERATORS,
    "moderate.entry": MODERATORS,
    "moderate.hide": MODERATORS,
    "moderate.show": MODERATORS,
    "moderate.ask_to_check": MODERATORS,
    "moderate.duplicates": MODERATORS,
    "moderate.pair": MODERATORS,
    "moderate.before_merging": MODERATORS,
    "moderate.merge": MODERATORS,
    "moderate.not_the_same": MODERATORS,
    "moderate.stale": MODERATORS,
    "moderate.wide": MODERATORS,
    "moderate.wide_is_right": MODERATORS,
    "moderate.links": MODERATORS,
    "moderate.forget_link": MODERATORS,
    "moderate.trust": MODERATORS,
    "moderate.log": MODERATORS,
    "moderate.log_csv": MODERATORS,
    "moderate.roles": ADMINISTRATORS,
    "moderate.give_role": ADMINISTRATORS,
    "moderate.end_role": ADMINISTRATORS,
}
"""Every endpoint, with who may use it."""

WRITTEN_BY_EVERYONE = {
    "account.send_link",
    "account.use_link",
    "account.sign_out",
    "edit.accept_invitation",
    "edit.confirm_by_link",
    "report.send",
}
"""What a visitor may send: each is limited, and only the last step of signing in gives a cookie."""

NEVER_MOVE = {
    "/",
    "/find",
    "/organisations/<slug>",
    "/services/<slug>",
    "/places/<level>/<slug>",
    "/about/how-we-rank",
    "/api/find",
    "/api/places",
    "/api/openapi.json",
    "/healthz",
    "/readyz",
}
"""Addresses that people and machines have kept: they may be added to, never taken away."""


def test_every_address_is_in_the_table_of_who_may_use_it(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert endpoints - WHO_MAY_USE.keys() == set(), "say in the table who may use these"
    assert WHO_MAY_USE.keys() - endpoints == set(), "these are gone: think of a redirect"


def test_a_visitor_writes_only_what_the_table_says(app: Flask) -> None:
    writing = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) - READING and WHO_MAY_USE[rule.endpoint] == EVERYONE
    }

    assert writing == WRITTEN_BY_EVERYONE


def test_every_door_is_guarded_as_the_table_says(app: Flask) -> None:
    said = {
        endpoint: getattr(view, "who_may", EVERYONE)
        for endpoint, view in app.view_functions.items()
    }

    assert said == WHO_MAY_USE


def test_a_visitor_is_sent_to_sign_in_wherever_that_is_needed(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if WHO_MAY_USE[rule.endpoint] == EVERYONE:
            continue
        values = dict.fromkeys(rule.arguments, "1")
        with app.test_request_context():
            address = rule.build(values, append_unknown=False)[1]
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = client.open(address, method=method, headers={"Sec-Fetch-Site": "same-origin"})
            assert answer.status_code == 303, (rule.endpoint, method)
            assert answer.headers["Location"].startswith("/account/sign-in"), rule.endpoint


def test_addresses_that_people_have_kept_still_stand(app: Flask) -> None:
    rules = {str(rule).replace("string:", "") for rule in app.url_map.iter_rules()}

    gone = NEVER_MOVE - rules
    assert not gone
