"""Which engine is opened, and what happens when its model is not on this machine."""

from __future__ import annotations

import hashlib
import importlib.metadata
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from interview_cli.errors import InputError, UnavailableError
from interview_cli.settings import VoiceSettings
from interview_cli.speech.stt import faster_whisper_engine, fetching, registry, whisper_engine
from interview_cli.speech.stt.model_files import Download, published_models
from interview_cli.speech.stt.registry import engine_names, needs_download, open_transcriber, until_downloaded
from tests.speech.stt.hub import Storage

SETTINGS = VoiceSettings(stt_device="cpu")
MODEL_FILE = "tiny.en.pt"


@pytest.fixture(autouse=True)
def caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The engines' own caches are empty, and the hub is not asked."""
    import huggingface_hub.constants

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch, checkpoint: Path) -> Iterator[Storage]:
    """A server that offers the tiny checkpoint as Whisper's tiny.en."""
    import whisper

    storage = Storage(checkpoint.read_bytes())
    digest = hashlib.sha256(storage.content).hexdigest()
    monkeypatch.setitem(whisper._MODELS, "tiny.en", f"{storage.url}/{digest}/{MODEL_FILE}")
    monkeypatch.delitem(whisper._ALIGNMENT_HEADS, "tiny.en")
    monkeypatch.setattr(fetching, "sleep", lambda _: None)
    yield storage
    storage.close()


def only(monkeypatch: pytest.MonkeyPatch, *engines: str) -> None:
    """Pretend that no other engine is installed."""
    monkeypatch.setattr(registry, "is_installed", lambda engine: engine in engines)


def test_auto_takes_a_whisper_whose_model_is_here(converted: Path) -> None:
    opened = open_transcriber(SETTINGS.model_copy(update={"stt_model": str(converted)}))
    assert opened.name == f"faster-whisper:{converted}"


def test_auto_takes_the_other_whisper_for_its_own_kind_of_model(checkpoint: Path) -> None:
    opened = open_transcriber(SETTINGS.model_copy(update={"stt_model": str(checkpoint)}))
    assert opened.name == f"whisper:{checkpoint}"


def test_auto_falls_back_on_sphinx_and_asks_for_no_network() -> None:
    assert open_transcriber(SETTINGS).name == "sphinx:en-us"


def test_auto_asks_once_and_remembers_the_answer() -> None:
    asked: list[Download] = []

    def refuse(download: Download) -> bool:
        asked.append(download)
        return False

    for _ in range(2):
        assert open_transcriber(SETTINGS, consent=refuse).name == "sphinx:en-us"
    assert asked == [Download("faster-whisper", "base.en")]
    assert asked[0].description == "the speech model base.en for faster-whisper (about 148 MB)"


def test_without_any_engine_the_fix_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch)
    with pytest.raises(UnavailableError, match=r"pip install .*\[voice\]"):
        open_transcriber(SETTINGS)
    with pytest.raises(UnavailableError, match=r"whisper is not installed.\n.*pip install .*\[whisper\]"):
        open_transcriber(SETTINGS, stt="whisper")


def test_the_transcriber_until_a_model_is_installed(monkeypatch: pytest.MonkeyPatch, converted: Path) -> None:
    assert until_downloaded(SETTINGS) == (
        "Until the speech model base.en for faster-whisper (about 148 MB) is downloaded, the rough transcriber "
        "sphinx is used: interview transcribe --download --stt faster-whisper --model base.en"
    )
    assert until_downloaded(SETTINGS.model_copy(update={"stt_model": str(converted)})) is None
    assert until_downloaded(SETTINGS, stt="sphinx") is None
    only(monkeypatch, "faster-whisper")
    for stt in ("auto", "faster-whisper"):
        with pytest.raises(UnavailableError, match=r"--download --stt faster-whisper --model base\.en"):
            until_downloaded(SETTINGS, stt=stt)
    only(monkeypatch)
    for stt in ("auto", "whisper"):
        with pytest.raises(UnavailableError, match=r"pip install .*\[(voice|whisper)\]"):
            until_downloaded(SETTINGS, stt=stt)


def test_off_a_terminal_nothing_is_downloaded_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "faster-whisper")
    for stt in ("auto", "faster-whisper"):
        with pytest.raises(UnavailableError, match=r"--download --stt faster-whisper --model base\.en"):
            open_transcriber(SETTINGS, stt=stt)


def test_an_unknown_engine_is_reported_with_those_there_are() -> None:
    with pytest.raises(InputError, match="auto, faster-whisper, whisper, openai, sphinx"):
        open_transcriber(SETTINGS, stt="dragon")


def test_another_language_takes_the_multilingual_model(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "whisper")
    assert needs_download(SETTINGS, stt="whisper", language="de") == Download("whisper", "base")
    assert needs_download(SETTINGS, stt="whisper", language="en") == Download("whisper", "base.en")
    assert needs_download(SETTINGS, stt="sphinx") is None


def tiny(consents: bool = True, progress: Any = None) -> str:
    settings = SETTINGS.model_copy(update={"stt_model": "tiny.en"})
    return open_transcriber(settings, stt="whisper", consent=lambda _: consents, progress=progress).name


def test_a_model_is_downloaded_once_with_progress(offered: Storage) -> None:
    reported: list[tuple[int, int]] = []
    size = len(offered.content)
    assert tiny(progress=lambda done, total: reported.append((done, total))) == "whisper:tiny.en"
    assert reported[-1] == (size, size)
    assert len(reported) == -(-size // fetching.BLOCK_BYTES) > 1
    offered.content = b"gone"
    assert tiny(consents=False) == "whisper:tiny.en"


def test_a_model_without_a_length_is_downloaded(offered: Storage) -> None:
    offered.with_length = False
    reported: list[tuple[int, int]] = []
    assert tiny(progress=lambda done, total: reported.append((done, total))) == "whisper:tiny.en"
    assert reported[-1] == (len(offered.content), 0)


@pytest.mark.parametrize("with_length", [True, False], ids=["with-a-length", "without-a-length"])
def test_a_file_that_is_cut_short_is_not_believed(offered: Storage, home: Path, with_length: bool) -> None:
    whole = offered.content
    offered.with_length = with_length
    offered.content = whole[: len(whole) // 2]
    with pytest.raises(UnavailableError, match=r"download of the speech model tiny\.en .* failed: .*checksum"):
        tiny()
    assert list(home.rglob("*.p*t")) == []
    assert whisper_engine.find_model("tiny.en") is None
    offered.content = whole
    assert tiny() == "whisper:tiny.en"


def test_a_connection_that_is_cut_is_resumed(offered: Storage) -> None:
    offered.cuts = [fetching.BLOCK_BYTES]
    assert tiny() == "whisper:tiny.en"
    assert [request.begin for request in offered.requests] == [0, fetching.BLOCK_BYTES]


def test_a_cancelled_download_is_resumed(offered: Storage) -> None:
    def cancel(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tiny(progress=cancel)
    assert whisper_engine.find_model("tiny.en") is None
    assert tiny() == "whisper:tiny.en"
    assert [request.begin for request in offered.requests] == [0, fetching.BLOCK_BYTES]


def test_a_model_that_was_complete_but_not_yet_checked_is_taken(offered: Storage) -> None:
    def cancel_at_the_end(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tiny(progress=cancel_at_the_end)
    assert tiny() == "whisper:tiny.en"
    assert offered.requests[-1].begin == len(offered.content)


@pytest.mark.parametrize("module", ["whisper", "faster_whisper.utils"])
def test_the_models_of_a_package_that_is_not_imported_are_read_in_its_source(
    monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    imported = import_module(module)._MODELS
    monkeypatch.delitem(sys.modules, module)
    assert published_models(module) == imported
    assert module not in sys.modules


def test_without_network_the_download_fails_in_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    import whisper

    monkeypatch.setitem(whisper._MODELS, "tiny.en", f"http://127.0.0.1:9/{'0' * 64}/{MODEL_FILE}")
    with pytest.raises(UnavailableError, match=r"failed: 127\.0\.0\.1 does not answer") as caught:
        tiny()
    assert len(str(caught.value).splitlines()) == 2


def test_a_half_downloaded_folder_is_not_believed(home: Path) -> None:
    cache = home / "cache" / "models" / "faster-whisper" / "models--Systran--faster-whisper-base.en"
    snapshot = cache / "snapshots" / ("0" * 40)
    snapshot.mkdir(parents=True)
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text("0" * 40)
    (snapshot / "config.json").write_text("{}")
    assert faster_whisper_engine.find_model("base.en") is None
    for name in ("tokenizer.json", "model.bin"):
        (snapshot / name).write_bytes(b"x")
    assert faster_whisper_engine.find_model("base.en") == snapshot


def test_plug_ins_are_found_by_name_and_imported_when_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("their_engine")
    module.__dict__["open"] = lambda **options: options
    monkeypatch.setitem(sys.modules, "their_engine", module)
    point = importlib.metadata.EntryPoint("theirs", "their_engine:open", registry.PLUG_INS)
    broken = importlib.metadata.EntryPoint("broken", "not_there_at_all:open", registry.PLUG_INS)
    points = importlib.metadata.EntryPoints([point, broken])
    monkeypatch.setattr(registry, "entry_points", lambda **chosen: points.select(**chosen))
    assert engine_names()[-2:] == ["theirs", "broken"]
    opened: Any = open_transcriber(SETTINGS, stt="theirs", language="de")
    assert opened == {"model": "base.en", "language": "de", "device": "cpu"}
    with pytest.raises(UnavailableError, match=r"broken \(not_there_at_all:open\) cannot be loaded"):
        open_transcriber(SETTINGS, stt="broken")
