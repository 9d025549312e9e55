"""OpenAI's own Whisper (`openai-whisper`, on torch)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from interview_cli.errors import InputError, UnavailableError
from interview_cli.installing import pip_install
from interview_cli.interview.spoken import Word
from interview_cli.speech.stt.fetching import Progress, RemoteFile, fetch_file
from interview_cli.speech.stt.model_files import (
    BEAMS,
    ENGLISH,
    FILLER_PROMPT,
    MOST_TOKENS,
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

NAME: Final = "whisper"
PACKAGE: Final = "whisper"
INSTALL: Final = pip_install("interview-cli[whisper]")


def find_model(model: str) -> Path | None:
    """The checkpoint of a model on this machine, None when it has to be downloaded.

    Looks in this program's cache and in Whisper's own. Raises InputError for a path without a file and for a name
    Whisper does not know.
    """
    if is_path(model):
        return existing_path(model)
    name = _url(model).rsplit("/", 1)[1]
    default = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "whisper"
    return next((folder / name for folder in (models_folder(NAME), default) if (folder / name).is_file()), None)


def download_model(model: str, progress: Progress | None) -> Path:
    """Download a model by its name. Raises UnavailableError when that fails."""
    url = _url(model)
    target = models_folder(NAME) / url.rsplit("/", 1)[1]
    try:
        fetch_file(RemoteFile(url, url.split("/")[-2]), target, progress)
    except (OSError, ValueError) as error:
        raise failed_download(Download(NAME, model), error) from None
    return target


def _url(model: str) -> str:
    """Where Whisper's model of this name is; the last but one part is its SHA-256."""
    models = published_models(PACKAGE)
    if model not in models:
        raise InputError(f"{NAME} knows no model {model!r}.", f"It has {', '.join(models)}.")
    return models[model]


class WhisperTranscriber:
    """Whisper on torch, with settings that keep what was said verbatim."""

    def __init__(self, model: str, path: Path, language: str | None, device: str) -> None:
        """Load the checkpoint at `path`; `model` is what to call it. Raises UnavailableError when it is broken."""
        import torch
        import whisper

        chosen = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device
        try:
            self._model = whisper.load_model(str(path), device=chosen)
        except Exception as error:  # noqa: BLE001  a damaged checkpoint raises anything from EOFError to KeyError
            raise broken_model(NAME, path, error) from None
        heads = whisper._ALIGNMENT_HEADS.get(model)  # noqa: SLF001  load_model sets them only for its own downloads
        if heads is not None:
            self._model.set_alignment_heads(heads)
        self._language = language if self._model.is_multilingual else ENGLISH
        self.name = f"{NAME}:{model}"

    @property
    def language(self) -> str | None:
        return self._language

    def words(self, samples: Samples) -> Sequence[Word]:
        """The words of up to 30 s. Raises UnavailableError when the engine breaks down."""
        prompt = FILLER_PROMPT if self._language in {None, ENGLISH} else None
        return self._decoded(samples, prompt=prompt)

    def words_again(self, samples: Samples) -> Sequence[Word]:
        """The same without the prompt for fillers and by another search, for a second opinion."""
        return self._decoded(samples, prompt=None, beam_size=BEAMS)

    def _decoded(self, samples: Samples, **options: Any) -> list[Word]:
        """One window, decoded once: `transcribe` would continue after the last word, and invent some there."""
        import whisper
        from whisper.timing import find_alignment
        from whisper.tokenizer import get_tokenizer

        try:
            mel = whisper.log_mel_spectrogram(samples, self._model.dims.n_mels, padding=whisper.audio.N_SAMPLES)
            window = whisper.pad_or_trim(mel, whisper.audio.N_FRAMES).to(self._model.device)
            choice = whisper.DecodingOptions(
                language=self._language,
                temperature=0.0,
                sample_len=MOST_TOKENS,
                without_timestamps=True,
                fp16=self._model.device.type == "cuda",
                **options,
            )
            heard = whisper.decode(self._model, window, choice)
            tokenizer = get_tokenizer(
                self._model.is_multilingual,
                num_languages=self._model.num_languages,
                language=heard.language,
                task="transcribe",
            )
            frames = min(whisper.audio.N_FRAMES, len(samples) // whisper.audio.HOP_LENGTH)
            parts = find_alignment(self._model, tokenizer, heard.tokens, window, frames)
        except Exception as error:  # torch raises many kinds; each means that this piece has no words yet
            raise UnavailableError(f"{self.name} failed: {error}", "Try again, or choose another --stt.") from error
        self._language = self._language or heard.language
        return whole_words(Word(p.word, float(p.start), float(p.end), float(p.probability)) for p in parts)
