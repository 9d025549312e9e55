"""faster-whisper: Whisper on CTranslate2, several times as fast on a CPU."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from interview_cli.errors import InputError, UnavailableError
from interview_cli.installing import pip_install
from interview_cli.interview.spoken import Word
from interview_cli.speech.pieces import RATE_HZ
from interview_cli.speech.stt.fetching import Progress, RemoteFile, fetch_file
from interview_cli.speech.stt.model_files import (
    BEAMS,
    ENGLISH,
    FILLER_PROMPT,
    MOST_TOKENS,
    WEIGHTS,
    Download,
    broken_model,
    existing_path,
    failed_download,
    is_path,
    models_folder,
    published_models,
)
from interview_cli.speech.stt.spelling import whole_words

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

NAME: Final = "faster-whisper"
PACKAGE: Final = "faster_whisper"
INSTALL: Final = pip_install("interview-cli[voice]")

_FILES: Final = ("config.json", "preprocessor_config.json", "tokenizer.json", "vocabulary.*", WEIGHTS)
_NEEDED: Final = ("config.json", "tokenizer.json", WEIGHTS)


def find_model(model: str) -> Path | None:
    """The folder of a model on this machine, None when it has to be downloaded.

    Looks in this program's cache and in Hugging Face's own; a folder that a broken download left incomplete does not
    count. Raises InputError for a path without a model and for a name that faster-whisper does not know.
    """
    if is_path(model):
        folder = existing_path(model)
        missing = [name for name in _NEEDED if not (folder / name).is_file()]
        if missing:
            raise InputError(
                f"{model} is not the folder of a faster-whisper model: it has no {missing[0]}.",
                "Set voice.stt_model to a model's name or to a folder that ct2-transformers-converter has written.",
            )
        return folder
    own = _own_folder(model)
    if _is_whole(own):
        return own
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    for cache in (models_folder(NAME), None):
        try:
            folder = Path(snapshot_download(_repository(model), cache_dir=cache, local_files_only=True))
        except LocalEntryNotFoundError:
            continue
        if _is_whole(folder):
            return folder
    return None


def download_model(model: str, progress: Progress | None) -> Path:
    """Download a model by its name. Raises UnavailableError when that fails.

    The files are fetched one after another, the weights last, each appearing only when it is complete. Raising from
    `progress` or pressing Ctrl-C stops at once; what has come is used by the next attempt.
    """
    repository = _repository(model)
    folder = _own_folder(model)
    try:
        for name, remote in _offered(repository).items():
            fetch_file(remote, folder / name, progress)
    except Exception as error:  # noqa: BLE001  the hub's client raises its own kinds besides those of its HTTP library
        raise failed_download(Download(NAME, model), error) from None
    if not _is_whole(folder):
        raise failed_download(Download(NAME, model), ValueError(f"{repository} is not a model for {NAME}"))
    return folder


def _offered(repository: str) -> dict[str, RemoteFile]:
    """The files of a model as its repository has them now, all of one commit, the weights last."""
    from fnmatch import fnmatch

    from huggingface_hub import HfApi, get_token, hf_hub_url

    token = get_token()
    about = HfApi().model_info(repository, files_metadata=True)
    files = {each.rfilename: each for each in about.siblings or () if "/" not in each.rfilename}
    return {
        name: RemoteFile(
            hf_hub_url(repository, name, revision=about.sha),
            checksum=str(each.lfs.sha256 if each.lfs else each.blob_id),
            size_bytes=each.size or 0,
            headers={"Authorization": f"Bearer {token}"} if token else {},
        )
        for pattern in _FILES
        for name, each in files.items()
        if fnmatch(name, pattern)
    }


def _own_folder(model: str) -> Path:
    """Where this program keeps a model that it has downloaded."""
    return models_folder(NAME) / _repository(model).replace("/", "--")


def _is_whole(folder: Path) -> bool:
    return all((folder / name).is_file() for name in _NEEDED)


def _repository(model: str) -> str:
    models = published_models(f"{PACKAGE}.utils")
    repository = model if model.count("/") == 1 else models.get(model)
    if repository is None:
        raise InputError(f"{NAME} knows no model {model!r}.", f"It has {', '.join(models)}.")
    return repository


class FasterWhisperTranscriber:
    """Whisper on CTranslate2 (8-bit on a CPU), with settings that keep what was said verbatim."""

    def __init__(self, model: str, path: Path, language: str | None, device: str) -> None:
        """Load the model in folder `path`; `model` is what to call it. Raises UnavailableError when it is broken."""
        from ctranslate2 import get_cuda_device_count
        from faster_whisper import BatchedInferencePipeline, WhisperModel

        chosen = ("cuda" if get_cuda_device_count() else "cpu") if device == "auto" else device
        precision = "int8" if chosen == "cpu" else "default"
        try:
            self._model = WhisperModel(str(path), device=chosen, compute_type=precision)
        except Exception as error:  # noqa: BLE001  damaged files raise anything from RuntimeError to UnicodeDecodeError
            raise broken_model(NAME, path, error) from None
        self._pipeline = BatchedInferencePipeline(self._model)
        self._language = language if self._model.model.is_multilingual else ENGLISH
        self.name = f"{NAME}:{model}"

    @property
    def language(self) -> str | None:
        return self._language

    def words(self, samples: Samples) -> Sequence[Word]:
        """The words of up to 30 s. Raises UnavailableError when the engine breaks down."""
        prompt = FILLER_PROMPT if self._language in {None, ENGLISH} else None
        return self._decoded(samples, initial_prompt=prompt, beam_size=BEAMS)

    def words_again(self, samples: Samples) -> Sequence[Word]:
        """The same without the prompt for fillers and by another search, for a second opinion."""
        return self._decoded(samples, initial_prompt=None, beam_size=1)

    def _decoded(self, samples: Samples, **options: Any) -> list[Word]:
        """One window, decoded once: the library's other way continues after the last word, and invents some there."""
        try:
            segments, about = self._pipeline.transcribe(
                samples,
                language=self._language,
                temperature=0.0,
                word_timestamps=True,
                vad_filter=False,
                clip_timestamps=[{"start": 0.0, "end": len(samples) / RATE_HZ}],
                batch_size=1,
                max_new_tokens=MOST_TOKENS,
                **options,
            )
            heard = [word for segment in segments for word in segment.words or ()]
        except Exception as error:  # CTranslate2 raises many kinds; each means that this piece has no words yet
            raise UnavailableError(f"{self.name} failed: {error}", "Try again, or choose another --stt.") from error
        self._language = self._language or about.language
        return whole_words(Word(w.word, float(w.start), float(w.end), float(w.probability)) for w in heard)
