"""Real HTTP servers on loopback that speak Ollama's and OpenAI's APIs, and misbehave on demand.

    def judge(call: ChatCall) -> str:
        return '{"score": 3}' if call.schema else "Tell me more."

    with OllamaStub(reply=judge) as server:
        settings = LlmSettings(engine="ollama:stub", base_url=server.url)
        ...
    assert server.requests[0].messages[-1]["content"] == "…"

`reply` is a text, a sequence of texts (one for each request, the last one for all that follow), or a function from
the `ChatCall` to a text. `script` says how the next requests are treated, one `Behaviour` each; when it is used up,
`default` holds. Every request to the chat is kept in `requests`, with whether its client hung up before the end.
Closing the server ends whatever still hangs. Any other path, audio for instance, is a function in `routes`.
"""

from tests.stub_servers.ollama import OllamaStub
from tests.stub_servers.openai import OpenAIStub
from tests.stub_servers.server import Behaviour, ChatCall, Hold, HttpReply, StubServer, criteria_in

__all__ = ["Behaviour", "ChatCall", "Hold", "HttpReply", "OllamaStub", "OpenAIStub", "StubServer", "criteria_in"]
