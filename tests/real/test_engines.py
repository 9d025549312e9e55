"""The engines beside each other: two Whispers on the same weights, and sphinx."""

from __future__ import annotations

from pathlib import Path

from interview_cli.speech.stt.sphinx_engine import SphinxTranscriber
from interview_cli.speech.stt.whisper_engine import WhisperTranscriber
from interview_cli.speech.transcription import transcribe
from tests.real.material import librivox, whisper_folder
from tests.real.measures import plain_words, word_errors
from tests.real.torch_checkpoint import write_checkpoint
from tests.speech.checkpoint import open_vocabulary


def test_openai_whisper_reads_converted_weights_as_well_as_faster_whisper(tmp_path: Path) -> None:
    open_vocabulary()
    checkpoint = write_checkpoint(whisper_folder("tiny.en"), tmp_path / "tiny.en.pt")
    engine = WhisperTranscriber("tiny.en", checkpoint, "en", "cpu")
    heard = [(clip.text, transcribe(clip.samples, engine)) for clip in librivox()]
    errors = sum(word_errors(said, found.text) for said, found in heard)
    assert errors / sum(len(plain_words(said)) for said, _ in heard) <= 0.05
    assert "cold-hearted" in {word.text for _, found in heard for word in found.words}
    assert not any(found.unclear or found.vocalisations for _, found in heard)


def test_sphinx_is_rough_and_its_words_have_times() -> None:
    clip = librivox()[0]
    heard = transcribe(clip.samples, SphinxTranscriber())
    assert 0.05 < word_errors(clip.text, heard.text) / len(plain_words(clip.text)) < 0.8
    assert all(0 <= word.start_s < word.end_s <= clip.duration_s for word in heard.words)
