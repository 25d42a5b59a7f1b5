"""What tests of accounts share."""

import pytest


@pytest.fixture
def hall(make):
    """An organisation to be a person of."""
    return make.organisation("The Hall", slug="hall")
