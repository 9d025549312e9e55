"""Quick probes of model servers, with the standard library: their clients take longer to import than to answer."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Final

from interview_cli.web.addresses import remote_host_of

_MAX_ANSWER_BYTES: Final = 4_000_000


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any) -> None:
        """Never: it could lead to another machine."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What a server answered: its status, None when nothing answers, and the JSON, None when it is none."""

    status: int | None
    answer: Any = None


def ask(url: str, timeout_s: float, key: str | None = None) -> Probe:
    """GET an address. A server on this machine is asked without a proxy."""
    proxies = urllib.request.ProxyHandler(None if remote_host_of(url) else {})
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the user's own setting
        with urllib.request.build_opener(proxies, _NoRedirect).open(request, timeout=timeout_s) as response:
            return Probe(response.status, json.loads(response.read(_MAX_ANSWER_BYTES)))
    except urllib.error.HTTPError as error:
        with error:
            return Probe(error.code)
    except (OSError, HTTPException):
        return Probe(None)
    except ValueError:  # no JSON, or no address
        return Probe(200)


def pulled_models(address: str, timeout_s: float) -> list[str] | None:
    """The models an Ollama server has, the last changed first; None when there is no such server."""
    return model_names(ask(f"{address}/api/tags", timeout_s).answer)


def best_model(address: str, models: Sequence[str], timeout_s: float) -> str | None:
    """The model `auto` uses: one that is in memory already, else the first. None when none of them can chat here.

    Models that only embed cannot; Ollama's cloud models run elsewhere, which `auto` never chooses.
    """
    usable = [name for name in models if not is_cloud_model(name) and "embed" not in name]
    loaded = model_names(ask(f"{address}/api/ps", timeout_s).answer) if len(usable) > 1 else None
    return next((name for name in loaded or () if name in usable), usable[0] if usable else None)


def is_cloud_model(model: str) -> bool:
    """Whether the local server only passes this model's requests on, as with `gpt-oss:120b-cloud`."""
    tag = model.partition(":")[2]
    return tag == "cloud" or tag.endswith("-cloud")


def model_names(answer: object) -> list[str] | None:
    """The names in a list of models as Ollama gives it, None when it is none."""
    if not isinstance(answer, dict) or not isinstance(answer.get("models"), list):
        return None
    entries = [each for each in answer["models"] if isinstance(each, dict)]
    return [name for each in entries if isinstance(name := each.get("name"), str) and name]
