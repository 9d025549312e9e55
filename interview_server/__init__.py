"""The server of `interview serve`: a marketplace for mock interviews on the core of the tool.

`api/` translates HTTP into calls of the rooms `accounts/`, `ledger/`, `booking/`, `calls/` and `jobs/`. Each room has
its tables in `models.py` and its rules next to them. A rule takes a database session and the time, so that one
transaction can hold the work of several rooms.
"""
