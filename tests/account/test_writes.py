"""Every write must have begun on one of our own pages."""

import pytest

OURS = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://localhost"},
    {"Referer": "http://localhost/account/sign-in"},
]
NOT_OURS = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "http://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "null"},
    {"Origin": "http://[::1"},
    {"Referer": "http://[::1"},
    {"Referer": "http://evil.example/http://localhost/"},
]


@pytest.mark.parametrize("headers", OURS)
def test_a_form_of_our_own_is_taken(browser, headers):
    sent = browser.client.post("/account/sign-out", headers=headers)
    assert sent.status_code == 303


@pytest.mark.parametrize("headers", NOT_OURS)
def test_a_form_that_another_site_sent_is_refused(browser, headers):
    sent = browser.client.post("/account/sign-out", headers=headers)
    assert sent.status_code == 403


def test_every_address_that_writes_refuses_other_sites(app, browser):
    writing = [
        rule
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    ]
    assert writing
    for rule in writing:
        values = {name: 1 if "int" in str(rule) else "x" for name in rule.arguments}
        with app.test_request_context():
            address = rule.build(values, append_unknown=False)[1]
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
            sent = browser.client.open(
                address, method=method, headers={"Sec-Fetch-Site": "cross-site"}
            )
            assert sent.status_code == 403, rule
