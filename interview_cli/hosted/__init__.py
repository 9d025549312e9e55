"""The thin client of a marketplace server: HTTP, an outbox, sync. No rule of business is here."""
