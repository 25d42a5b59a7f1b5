"""Where a document stands, as one number, is the stated order: each rule before the next."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from directory.search.relevance import BANDS, band
from directory.search.whoosh_backend import ranks

BEST = 8.0

# Ring, may serve, silent, score, how broad, and the day it was last checked.
documents = st.tuples(
    st.integers(0, 4),
    st.booleans(),
    st.booleans(),
    st.floats(0, BEST),
    st.integers(0, 17),
    st.integers(1, 4_000_000),
    st.booleans(),
    st.booleans(),
)


@given(found=st.lists(documents, min_size=1, max_size=20))
def test_the_smaller_number_comes_first_by_ring_stated_silent_band_breadth_and_date(found):
    ring, may, silent, score, broad, checked, beside, held = map(np.array, zip(*found, strict=True))
    places = ranks.standing(ring.astype(np.uint8), may, broad.astype(np.uint8), beside, held)

    numbers = (
        ranks.of_place(places) | ranks.of_facts(silent, checked) | ranks.of_scores(score, BEST)
    )

    said = [(r, m, s, BANDS - band(x, BEST), b, -c) for r, m, s, x, b, c, *_ in found]
    assert np.unique(numbers, return_inverse=True)[1].tolist() == [
        sorted(set(said)).index(each) for each in said
    ]
    assert ranks.ring_of(numbers).tolist() == ring.tolist()
    assert ranks.only_may(numbers).tolist() == may.tolist()
    assert (places >= ranks.BESIDE).tolist() == beside.tolist()
    assert ((places & ranks.HELD) != 0).tolist() == held.tolist()
