"""The provider of calls that the settings name."""

from __future__ import annotations

from interview_server.calls.provider import CallProvider, LocalCalls
from interview_server.calls.public_web import PublicWeb
from interview_server.calls.stream import StreamCalls
from interview_server.settings import Settings


def call_provider(settings: Settings) -> CallProvider:
    """Who holds the calls. A provider named `room`, of the server itself, has its place here."""
    if settings.call_provider == "stream":
        return StreamCalls(
            settings.stream_api_key,
            settings.stream_api_secret.get_secret_value(),
            PublicWeb(settings.stream_hosts),
            settings.stream_call_type,
        )
    return LocalCalls()
