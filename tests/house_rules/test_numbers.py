"""A number in an address that no row can have leads nowhere, and asks no database."""

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound

from directory.web.numbers import LARGEST


@pytest.mark.parametrize("number", [LARGEST + 1, 2**63, 10**40])
def test_a_number_too_large_is_no_address(app: Flask, number: int) -> None:
    asked = app.url_map.bind("localhost")
    rules = [rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule]
    assert len(rules) > 10

    for rule in rules:
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        for name in [each for each in rule.arguments if f"<int:{each}>" in rule.rule]:
            values = {each: 1 if f"<int:{each}>" in rule.rule else "x" for each in rule.arguments}
            most = rule.build({**values, name: LARGEST}, append_unknown=False)
            more = rule.build({**values, name: number}, append_unknown=False)
            assert most is not None
            assert more is not None
            assert asked.match(most[1], method)[0] == rule.endpoint
            with pytest.raises((NotFound, MethodNotAllowed)):
                asked.match(more[1], method)
