"""Three-valued logic."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ecm.kleene import kleene_all, kleene_any

TRUTHS = st.sampled_from([True, False, None])


@given(st.lists(st.tuples(TRUTHS, st.booleans()), max_size=6))
def test_knowing_more_never_changes_a_truth_that_was_known(
    parts: list[tuple[bool | None, bool]],
) -> None:
    less = [truth for truth, _ in parts]
    more = [learned if truth is None else truth for truth, learned in parts]
    for combine in (kleene_all, kleene_any):
        assert combine(less) in (None, combine(more))


@given(st.lists(st.booleans(), max_size=6))
def test_with_everything_known_it_is_plain_logic(parts: list[bool]) -> None:
    assert (kleene_all(parts), kleene_any(parts)) == (all(parts), any(parts))
