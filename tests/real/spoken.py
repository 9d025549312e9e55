"""Answers spoken by a neural voice that tells where each of its words lies, with ums and without."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from interview_cli.interview.spoken import Word
from tests.real.material import RATE_HZ, Clip, piper_voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interview_cli.interview.ports import Samples

_UMS: Final = {"um": "ˈʌːm", "umm": "ˈʌːm", "uh": "ˈʌː", "uhh": "ˈʌː"}
"""Filled pauses as the voice is to say them."""

_DRAWN_OUT: Final = {"umm": 1.8, "uhh": 1.8}
"""How much longer than the voice says them some are: people's last 0.3 to 0.6 s (Clark & Fox Tree 2002)."""

_PUNCTUATION: Final = ".,;:?!"
_SPACE_S: Final = 0.1
NOISE_DB: Final = 20.0
"""How far noise lies below speech where there is some."""

WITH_UMS: Final = (
    "So, um, I led the migration of our billing service last year.",
    "I was, uhh, responsible for the whole release process.",
    "Umm, we had three weeks left and two engineers were ill.",
    "The customer was angry because, um, the invoices were wrong.",
    "We decided to, uh, split the work into smaller steps, umm, and test each one.",
    "Uh, my manager asked me to explain the delay to the board.",
    "I think the main problem was, umm, that nobody owned the database.",
    "In the end, uhh, we shipped two weeks early and, um, lost no orders.",
    "It was a small team, umm, four people in Leeds and one in Berlin.",
    "I wrote the plan and, uh, trained twelve colleagues myself.",
    "Um, I would start by asking what the users really need.",
    "They wanted a discount, uhh, so I asked for one hour of their time.",
    "We measured the latency and, umm, it fell by forty percent.",
    "Uhh, I learned to say no earlier and to write things down.",
    "My biggest weakness is, um, that I say yes to everything.",
    "I called every shop, uh, and wrote down, umm, what was missing.",
    "The old system crashed, um, nearly every night during the summer.",
    "Umm, I like working with people who, uh, tell me when I am wrong.",
    "We paired in the mornings and, uhh, reviewed code after lunch.",
    "I was nervous, um, but the presentation went well.",
    "Uh, the budget was cut in half, umm, so we moved to open source.",
    "As a result, um, complaints went down within a month.",
    "I asked the team, uhh, what they would do in my place.",
    "That taught me, umm, to check the numbers before I speak.",
)
KEPT_ASIDE: Final = (
    "I joined the company, um, straight after university.",
    "Umm, the hardest part was finding out who used the old reports.",
    "We sold the first version, uh, to a bank in Zurich.",
    "She wanted, uhh, a second opinion before the launch.",
    "Uh, nobody had read the contract, umm, so I read it twice.",
    "My team and I, um, rebuilt the search page from scratch.",
    "He told me that, uhh, the figures could not be right.",
    "It took us, umm, nearly six months to win them back.",
    "Um, I usually make a list and begin with the worst item.",
    "The tests were slow and, uh, failed every other day.",
    "I offered my help, umm, and she accepted it, um, at once.",
    "Uhh, after the merger we had two of everything, um, even two names.",
)
"""Never listened to while anything was chosen: for the figures."""
FLUENT: Final = (
    "I led the migration of our billing service to the cloud last year.",
    "We had a hard deadline, and two engineers were ill for most of the month.",
    "I split the work into small steps and tested each of them in the morning.",
    "The customer was angry because the invoices of the whole summer were wrong.",
    "As a result, the team shipped two weeks early and we lost no orders.",
    "My manager asked me to explain the delay to the board, and I did.",
    "I wrote the plan, trained twelve colleagues and called every shop myself.",
    "We measured the latency before and after, and it fell by forty percent.",
    "I learned to say no earlier, and to write down what we had agreed.",
    "They signed for three more years after we had fixed seven of nine points.",
    "The old system crashed nearly every night, so we had to replace it quickly.",
    "I like working with people who tell me when they think that I am wrong.",
)
"""Answers without a filled pause: whatever is taken for one in them is a false alarm."""

NUMBERS: Final = (
    "Our error rate fell from 12.5 % to 3 %.",
    "We saved $30,000 in the first year.",
    "I sent a follow-up after the interview.",
    "It was a state-of-the-art system at the time.",
)
"""Sentences whose spelling has marks inside words."""


def _voice(take: int) -> Any:
    """A voice whose random numbers begin anew: only a voice loaded after the seed takes it."""
    import onnxruntime
    from piper import PiperVoice

    onnxruntime.set_seed(take)
    return PiperVoice.load(piper_voice(), include_alignments=True)


def say(text: str, pace: float = 1.0, take: int = 1) -> Clip:
    """A sentence spoken; `pace` above 1 is faster. Words that the voice runs together ("in the") have no times.

    A take sounds the same whatever was spoken before; no two takes sound alike.
    """
    from piper import SynthesisConfig

    voice = _voice(take)
    (phonemes,) = voice.phonemize(re.sub(r"\b[Uu]h+\b", "um", text))
    groups = "".join(phonemes).split(" ")
    texts = _run_together(voice, text.split(), groups)
    sounds = [_lengthened(group, word) for group, word in zip(groups, texts, strict=True)] if texts else groups
    (chunk,) = voice.synthesize(
        f"[[{' '.join(sounds)}]]", SynthesisConfig(length_scale=1 / pace), include_alignments=True
    )
    samples = _at_16_khz(chunk.audio_float_array, chunk.sample_rate)
    times = _touching(list(_times_of_groups(chunk.phoneme_alignments, chunk.sample_rate)))
    parts: list[Samples] = []
    words: list[Word] = []
    taken, later_s = 0, 0.0
    for word, (start_s, end_s) in zip(texts, times, strict=bool(texts)):
        factor = _DRAWN_OUT.get(_plain(word), 1.0)
        if factor != 1:
            begin, end = round(start_s * RATE_HZ), round(end_s * RATE_HZ)
            drawn_out = _slower(samples[begin:end], factor)
            parts += [samples[taken:begin], drawn_out]
            taken = end
            words.append(Word(word, start_s + later_s, start_s + later_s + len(drawn_out) / RATE_HZ))
            later_s += (len(drawn_out) - (end - begin)) / RATE_HZ
        elif " " not in word:
            words.append(Word(word, start_s + later_s, end_s + later_s))
    return Clip(text, np.concatenate([*parts, samples[taken:]]), text, tuple(words))


def framed(clip: Clip) -> Clip:
    return Clip(
        clip.name,
        np.concatenate([silence(0.5), clip.samples, silence(0.5)]),
        clip.text,
        tuple(replace(word, start_s=word.start_s + 0.5, end_s=word.end_s + 0.5) for word in clip.words),
    )


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


def with_noise(samples: Samples, below_db: float) -> Samples:
    """White noise so far below the speech's mean power."""
    noise = np.random.default_rng(1).standard_normal(len(samples))
    return np.asarray(samples + noise * np.sqrt(np.mean(samples**2) * 10 ** (-below_db / 10)), np.float32)


def said_ums(clip: Clip) -> list[Word]:
    """The filled pauses of a clip."""
    return [word for word in clip.words if is_um(word.text)]


def is_um(text: str) -> bool:
    return re.fullmatch(r"(?:u+h*m+|u+h+|e+r+m*|e+h+|a+h+|h+m+|m+h*m*)", text.strip(" ,.?!…-").lower()) is not None


def _run_together(voice: Any, words: Sequence[str], groups: Sequence[str]) -> list[str]:
    """The words, those joined that the voice says as one: as the lengths of what it says fit best."""
    alone = [len("".join(voice.phonemize(word)[0])) for word in words]
    best: tuple[float, list[str]] = (float("inf"), [])  # a number may be more words than are written: no times then
    for cuts in combinations(range(1, len(words)), len(groups) - 1):
        spans = list(pairwise((0, *cuts, len(words))))
        misfit = sum(abs(sum(alone[a:b]) - len(group)) for (a, b), group in zip(spans, groups, strict=True))
        best = min(best, (misfit, [" ".join(words[a:b]) for a, b in spans]))
    return best[1]


def _plain(word: str) -> str:
    return word.strip(_PUNCTUATION).lower()


def _lengthened(sounds: str, word: str) -> str:
    said = _UMS.get(_plain(word))
    return said + sounds[-1:] * (sounds[-1] in _PUNCTUATION) if said else sounds


def _slower(samples: Samples, factor: float) -> Samples:
    """The same sound drawn out, its pitch kept."""
    import av
    from av.filter import Graph

    graph = Graph()
    source = graph.add_abuffer(sample_rate=RATE_HZ, format="flt", layout="mono")
    tempo = graph.add("atempo", f"{1 / factor:.4f}")
    sink = graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(samples[None].astype(np.float32), format="flt", layout="mono")
    frame.sample_rate = RATE_HZ
    source.push(frame)
    source.push(None)
    found = []
    while True:
        try:
            found.append(cast("Any", sink.pull()).to_ndarray()[0])
        except (av.error.BlockingIOError, av.error.EOFError):
            return np.concatenate(found)


def _times_of_groups(alignments: Sequence[Any], rate_hz: int) -> Iterator[tuple[float, float]]:
    """Start and end of each run of sounds between spaces; marks of punctuation are silence."""
    at_s, begin_s, end_s = 0.0, 0.0, 0.0
    for each in alignments:
        length_s = each.num_samples / rate_hz
        if each.phoneme in " $":
            yield float(begin_s), float(end_s)
        elif each.phoneme not in f"^_{_PUNCTUATION}":
            if end_s <= begin_s:
                begin_s = at_s
            end_s = at_s + length_s
        if each.phoneme == " ":
            begin_s = end_s = at_s + length_s
        at_s += length_s


def _touching(times: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Words that follow each other without a pause meet half way: the voice has a short sound for a space."""
    for at, ((_, end_s), (next_s, next_end_s)) in enumerate(pairwise(times[:])):
        if next_s - end_s < _SPACE_S:
            middle_s = (end_s + next_s) / 2
            times[at] = (times[at][0], middle_s)
            times[at + 1] = (middle_s, next_end_s)
    return times


def _at_16_khz(samples: Samples, rate_hz: int) -> Samples:
    import soxr

    resampled: Samples = soxr.resample(samples, rate_hz, RATE_HZ).astype(np.float32)
    return resampled
