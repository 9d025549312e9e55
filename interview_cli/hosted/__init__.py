"""The thin client of the marketplace: it asks a server, keeps what cannot be sent yet, and decides nothing itself."""
