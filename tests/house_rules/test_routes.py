"""Who may use which address: every endpoint is in the table, or the tests fail."""

from flask import Flask

EVERYONE = "everyone"
SIGNED_IN = "signed in"

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
    # And only for an organisation that is hers to edit: tests/edit/test_coverage_rights.py.
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
}
"""Every endpoint, with who may use it."""

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


def test_what_everyone_may_use_only_reads(app: Flask) -> None:
    writing = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
        and WHO_MAY_USE[rule.endpoint] == EVERYONE
    }

    assert writing == set()


def test_addresses_that_people_have_kept_still_stand(app: Flask) -> None:
    rules = {str(rule).replace("string:", "") for rule in app.url_map.iter_rules()}

    gone = NEVER_MOVE - rules
    assert not gone
