"""Whatever is posted: the balances are those of the movements that were accepted."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interview_server.database.base import new_id
from interview_server.database.connection import Database
from interview_server.errors import NotEnoughCredits
from interview_server.ledger.audit import audit
from interview_server.ledger.entries import GRANTS, AccountKey, Kind, balances, post

NOW = datetime(2026, 9, 7, tzinfo=UTC)
NAMES = st.sampled_from("abcd")
TRANSFERS = st.dictionaries(NAMES, st.integers(-50, 50), max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TRANSFERS, max_size=8))
def test_balances_are_the_sums_of_what_was_accepted(database: Database, transfers: list[dict[str, int]]) -> None:
    run = new_id()[:8]
    expected: Counter[AccountKey] = Counter()
    for transfer in transfers:
        amounts = Counter({AccountKey(f"{run}:{name}"): amount for name, amount in transfer.items() if amount})
        if not amounts:
            continue
        after = Counter(expected)
        after.update(amounts)
        is_possible = all(amount >= 0 for amount in after.values())
        movement = {**amounts, GRANTS: -sum(amounts.values())}
        try:
            with database.transaction() as session:
                post(session, Kind.ADMIN_ADJUST, movement, reference=new_id(), now=NOW)
        except NotEnoughCredits:
            assert not is_possible
        else:
            assert is_possible
            expected = after
    with database.transaction() as session:
        assert audit(session) == []
        assert balances(session, list(expected)) == dict(expected)
