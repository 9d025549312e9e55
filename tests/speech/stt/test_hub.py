"""Models for faster-whisper come from a hub, which a server on this machine stands in for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from interview_cli.errors import UnavailableError
from interview_cli.speech.stt import fetching
from interview_cli.speech.stt.faster_whisper_engine import download_model, find_model
from tests.conftest import Run
from tests.speech.stt.hub import FILES, LFS_POINTER, REPOSITORY, Hub

WEIGHTS = FILES["model.bin"]
NEW_WEIGHTS = WEIGHTS[::-1]
TOKEN = "hf_secret"
DOWNLOAD = ("transcribe", "--download", "--stt", "faster-whisper", "--model", REPOSITORY)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    import huggingface_hub.constants
    import huggingface_hub.file_download

    running = Hub()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", running.url)
    pages = running.url + "/{repo_id}/resolve/{revision}/{filename}"
    for module in (huggingface_hub.constants, huggingface_hub.file_download):
        monkeypatch.setattr(module, "HUGGINGFACE_CO_URL_TEMPLATE", pages, raising=False)
    monkeypatch.setattr(fetching, "BLOCK_BYTES", 500)
    yield running
    running.close()


@pytest.fixture(autouse=True)
def waits_s(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited before each further attempt; nothing really waits."""
    waits: list[float] = []
    monkeypatch.setattr(fetching, "sleep", waits.append)
    return waits


def begins(hub: Hub) -> list[int]:
    """The first byte of each request for the weights."""
    return [request.begin for request in hub.storage.requests]


def stop_at_1000(done: int, total: int) -> None:
    if done == 1_000:
        raise KeyboardInterrupt


def stop_a_download() -> None:
    with pytest.raises(KeyboardInterrupt):
        download_model(REPOSITORY, stop_at_1000)
    assert find_model(REPOSITORY) is None


def weights() -> bytes:
    return (download_model(REPOSITORY, None) / "model.bin").read_bytes()


def test_a_model_is_downloaded_with_progress_and_found_again(hub: Hub) -> None:
    reported: list[tuple[int, int]] = []
    assert find_model(REPOSITORY) is None
    folder = download_model(REPOSITORY, lambda done, total: reported.append((done, total)))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        name: content for name, content in FILES.items() if name != "README.md"
    }
    assert reported[-3:] == [(1_500, 2_500), (2_000, 2_500), (2_500, 2_500)]
    assert find_model(REPOSITORY) == folder


def test_a_token_is_not_forwarded_to_the_host_that_a_redirect_names(hub: Hub) -> None:
    download_model(REPOSITORY, None)
    assert {request.token for request in hub.requests} == {f"Bearer {TOKEN}"}
    assert [request.token for request in hub.storage.requests] == [None]


def test_a_download_that_was_stopped_is_resumed(hub: Hub) -> None:
    stop_a_download()
    hub.requests.clear()
    assert weights() == WEIGHTS
    assert begins(hub) == [0, 1_000]
    assert {request.name for request in hub.requests} == {"model.bin"}


def test_a_server_without_ranges_sends_the_whole_file_again(hub: Hub) -> None:
    hub.storage.with_ranges = False
    stop_a_download()
    assert weights() == WEIGHTS


def test_a_file_that_changed_since_it_was_stopped_is_not_joined_from_two_versions(hub: Hub) -> None:
    stop_a_download()
    hub.replace_weights(NEW_WEIGHTS)
    folder = download_model(REPOSITORY, None)
    assert (folder / "model.bin").read_bytes() == NEW_WEIGHTS
    assert begins(hub) == [0, 0]
    assert [*folder.glob("*.part")] == []


def test_a_name_that_leads_out_of_the_folder_is_not_fetched(hub: Hub) -> None:
    hub.files["vocabulary.d/../../escaped"] = b"-"
    download_model(REPOSITORY, None)
    assert {request.name for request in hub.requests} == {"config.json", "tokenizer.json", "model.bin"}


def test_small_files_of_an_older_version_are_replaced(hub: Hub) -> None:
    stop_a_download()
    hub.files["config.json"] = b"[]"
    assert (download_model(REPOSITORY, None) / "config.json").read_bytes() == b"[]"


def test_a_file_that_changes_while_it_is_fetched_is_not_believed(hub: Hub) -> None:
    def change(done: int, total: int) -> None:
        hub.storage.content = NEW_WEIGHTS

    hub.storage.cuts = [1_000]
    with pytest.raises(UnavailableError, match=r"model\.bin is not the file that was announced \(wrong checksum\)"):
        download_model(REPOSITORY, change)
    assert begins(hub) == [0, 1_000]
    assert find_model(REPOSITORY) is None
    hub.replace_weights(NEW_WEIGHTS)
    assert weights() == NEW_WEIGHTS


def test_a_file_with_a_wrong_checksum_is_not_believed(hub: Hub) -> None:
    hub.storage.content = NEW_WEIGHTS
    with pytest.raises(UnavailableError, match=r"model\.bin is not the file that was announced \(wrong checksum\)"):
        download_model(REPOSITORY, None)
    assert find_model(REPOSITORY) is None
    hub.storage.content = WEIGHTS
    assert weights() == WEIGHTS


@pytest.mark.parametrize("content", [b"short", WEIGHTS + b"more"], ids=["shorter", "longer"])
def test_a_file_of_another_length_is_not_believed(hub: Hub, content: bytes) -> None:
    hub.storage.content = content
    with pytest.raises(UnavailableError, match=r"model\.bin is not 2500 bytes long"):
        download_model(REPOSITORY, None)
    assert find_model(REPOSITORY) is None
    hub.storage.content = WEIGHTS
    assert weights() == WEIGHTS


def test_a_file_without_a_length_and_without_an_end_is_left_at_its_announced_size(hub: Hub) -> None:
    hub.storage.with_length = False
    hub.storage.content = WEIGHTS + NEW_WEIGHTS
    reported: list[tuple[int, int]] = []
    folder = download_model(REPOSITORY, lambda *amounts: reported.append(amounts))
    assert reported[-1] == (len(WEIGHTS), len(WEIGHTS))
    assert (folder / "model.bin").read_bytes() == WEIGHTS


@pytest.mark.parametrize("content_range", ["bytes 999-2499/2500", "bytes 1001-2499/2500", "nonsense"])
def test_another_part_than_the_one_asked_for_is_not_appended(hub: Hub, content_range: str) -> None:
    stop_a_download()
    hub.storage.content_range = content_range
    with pytest.raises(UnavailableError, match="sends another part of the file"):
        download_model(REPOSITORY, None)
    assert weights() == WEIGHTS
    assert begins(hub) == [0, 1_000, 0]


@pytest.mark.parametrize("checksum", ["", "../../../elsewhere" + "0" * 22, "0" * 39], ids=["none", "a-path", "short"])
def test_a_file_without_a_checksum_is_not_fetched(hub: Hub, checksum: str) -> None:
    hub.blob_ids["config.json"] = checksum
    with pytest.raises(UnavailableError, match=r"the server names no checksum of config\.json"):
        download_model(REPOSITORY, None)
    assert hub.requests == []


def test_a_folder_with_a_pointer_in_the_place_of_the_weights_is_reported_as_such(cli: Run, tmp_path: Path) -> None:
    for name, content in {**FILES, "model.bin": LFS_POINTER}.items():
        (tmp_path / name).write_bytes(content)
    done = cli(*DOWNLOAD[:-1], str(tmp_path))
    assert done.code == 4
    message, advice = done.err.splitlines()
    assert message.endswith("a Git LFS pointer is in the place of the weights.")
    assert "git lfs pull" in advice


@pytest.mark.parametrize("place", ["in the storage", "in Git"])
def test_a_git_lfs_pointer_is_not_taken_for_the_weights(hub: Hub, place: str) -> None:
    if place == "in Git":
        hub.in_git.add("model.bin")
        hub.files["model.bin"] = LFS_POINTER
    hub.storage.content = LFS_POINTER
    with pytest.raises(UnavailableError, match=r"has a Git LFS pointer in the place of model\.bin"):
        download_model(REPOSITORY, None)
    assert find_model(REPOSITORY) is None


def test_without_a_length_a_file_is_complete_when_its_announced_size_has_come(hub: Hub) -> None:
    hub.storage.with_length = False
    hub.storage.cuts = [1_000]
    reported: list[tuple[int, int]] = []
    folder = download_model(REPOSITORY, lambda done, total: reported.append((done, total)))
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert reported[-1] == (2_500, 2_500)
    assert begins(hub) == [0, 1_000]


def test_a_connection_that_is_cut_is_resumed(hub: Hub) -> None:
    hub.storage.cuts = [1_000, 500]
    assert weights() == WEIGHTS
    assert begins(hub) == [0, 1_000, 1_500]


def test_a_connection_that_is_cut_again_and_again_is_given_up_and_resumed_by_the_next_attempt(
    hub: Hub, waits_s: list[float]
) -> None:
    hub.storage.cuts = [1_000, 0, 500, 0, 0]
    with pytest.raises(UnavailableError, match=r"connection was lost 5 times; the 1,500 bytes .* are kept"):
        download_model(REPOSITORY, None)
    assert begins(hub) == [0, 1_000, 1_000, 1_500, 1_500]
    assert waits_s == [1, 2, 4, 8]
    assert weights() == WEIGHTS
    assert begins(hub)[5:] == [1_500]


def test_two_downloads_at_once_do_not_write_to_the_same_file(hub: Hub) -> None:
    def download_too(done: int, total: int) -> None:
        if total == len(WEIGHTS):
            with pytest.raises(UnavailableError, match="another process is downloading it"):
                download_model(REPOSITORY, None)

    assert (download_model(REPOSITORY, download_too) / "model.bin").read_bytes() == WEIGHTS


@pytest.mark.parametrize("refused", ["/api/", "/someone/"], ids=["list", "file"])
@pytest.mark.parametrize(
    ("status", "headers", "reason", "remedy"),
    [
        (401, {}, "127.0.0.1 has no such model, or it needs a token (401).", "HF_TOKEN"),
        (404, {}, "127.0.0.1 has no such model (404).", "Check the model's name"),
        (429, {"Retry-After": "30"}, "127.0.0.1 is limiting requests (429).", "Try again in 30 seconds"),
        (429, {}, "127.0.0.1 is limiting requests (429).", "Try again later"),
        (503, {}, "127.0.0.1 answered 503.", "Try again later"),
    ],
    ids=["401", "404", "429-with-a-time", "429", "503"],
)
def test_a_refusal_is_reported_in_one_line_with_exit_code_4(
    hub: Hub, cli: Run, refused: str, status: int, headers: dict[str, str], reason: str, remedy: str
) -> None:
    hub.refusals = {refused: (status, headers)}
    done = cli(*DOWNLOAD)
    assert done.code == 4
    assert done.out == ""
    message, advice = done.err.splitlines()
    assert message.endswith(f"failed: {reason}")
    assert remedy in advice
    assert TOKEN not in done.err


def test_a_hub_that_does_not_answer_is_reported_in_one_line_with_exit_code_4(
    hub: Hub, cli: Run, monkeypatch: pytest.MonkeyPatch, waits_s: list[float]
) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", "http://127.0.0.1:9")
    done = cli(*DOWNLOAD)
    assert done.code == 4
    assert done.err.splitlines()[0].endswith("failed: 127.0.0.1 does not answer.")
    assert waits_s == []
