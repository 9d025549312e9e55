"""One interview as data in the shapes in which services and data sets write it: `SHAPES` by name.

Each shape is made from turns (speaker, text, start and end in seconds) and from nothing else, so that tests can give
them other interviews. The names of fields are those of the services; where nobody is named they are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

Said = tuple[str, str, float, float]
"""Who speaks, what, from when to when in seconds."""

Shape = Callable[[Sequence[Said]], Any]


def words_of(turn: Said) -> list[tuple[str, float, float]]:
    """The words of a turn with times spread over it."""
    _, text, start, end = turn
    words = text.split()
    step = (end - start) / len(words)
    return [(word, round(start + n * step, 3), round(start + (n + 1) * step, 3)) for n, word in enumerate(words)]


def numbered(turns: Sequence[Said]) -> dict[str, int]:
    """The speakers by number, as diarisation names them."""
    return {name: number for number, name in enumerate(dict.fromkeys(turn[0] for turn in turns))}


def pairs(turns: Sequence[Said]) -> list[tuple[str, str]]:
    """Each question with its answer, for turns that alternate."""
    return [(question[1], answer[1]) for question, answer in zip(turns[0::2], turns[1::2], strict=True)]


def _bare(word: str) -> str:
    return word.strip(".,?!").casefold()


def _each_word(turns: Sequence[Said]) -> Iterator[tuple[Said, str, float, float]]:
    return ((turn, *word) for turn in turns for word in words_of(turn))


def deepgram_words(turns: Sequence[Said]) -> Any:
    number = numbered(turns)
    words = [
        {
            "word": _bare(word),
            "start": start,
            "end": end,
            "confidence": 0.98,
            "speaker": number[turn[0]],
            "punctuated_word": word,
        }
        for turn, word, start, end in _each_word(turns)
    ]
    whole = " ".join(turn[1] for turn in turns)
    channel = {"alternatives": [{"transcript": whole, "confidence": 0.99, "words": words}]}
    return {"metadata": {"request_id": "8f1c", "duration": turns[-1][3]}, "results": {"channels": [channel]}}


def deepgram_utterances(turns: Sequence[Said]) -> Any:
    document = deepgram_words(turns)
    words = document["results"]["channels"][0]["alternatives"][0]["words"]
    document["results"]["utterances"] = [
        {
            "start": start,
            "end": end,
            "channel": 0,
            "transcript": text,
            "words": [word for word in words if start <= word["start"] < end],
            "speaker": numbered(turns)[name],
            "id": f"a{start}",
        }
        for name, text, start, end in turns
    ]
    return document


def assemblyai(turns: Sequence[Said]) -> Any:
    letters = {name: "AB"[number] for name, number in numbered(turns).items()}
    utterances = [
        {
            "speaker": letters[name],
            "text": text,
            "confidence": 0.9,
            "start": int(start * 1000),
            "end": int(end * 1000),
            "words": [
                {
                    "text": word,
                    "start": int(a * 1000),
                    "end": int(b * 1000),
                    "confidence": 0.9,
                    "speaker": letters[name],
                }
                for word, a, b in words_of((name, text, start, end))
            ],
        }
        for name, text, start, end in turns
    ]
    words = [word for each in utterances for word in each["words"]]  # type: ignore[attr-defined]
    whole = " ".join(turn[1] for turn in turns)
    return {"id": "6rl2", "status": "completed", "text": whole, "words": words, "utterances": utterances}


def speechmatics(turns: Sequence[Said]) -> Any:
    def results() -> Iterator[dict[str, Any]]:
        for turn, word, start, end in _each_word(turns):
            speaker = f"S{numbered(turns)[turn[0]] + 1}"
            marks = word[len(word.rstrip(".,?!")) :]
            said = {"content": word.rstrip(".,?!"), "confidence": 0.97, "language": "en", "speaker": speaker}
            yield {"type": "word", "start_time": start, "end_time": end, "alternatives": [said]}
            if marks:
                mark = {"content": marks, "confidence": 1.0, "language": "en", "speaker": speaker}
                yield {
                    "type": "punctuation",
                    "start_time": end,
                    "end_time": end,
                    "attaches_to": "previous",
                    "alternatives": [mark],
                }

    return {
        "format": "2.9",
        "job": {"created_at": "2026-03-01T09:00:00Z", "data_name": "call.wav", "duration": 61, "id": "c7"},
        "metadata": {"created_at": "2026-03-01T09:01:00Z", "type": "transcription"},
        "results": list(results()),
    }


def rev(turns: Sequence[Said]) -> Any:
    def elements(turn: Said) -> Iterator[dict[str, Any]]:
        for number, (word, start, end) in enumerate(words_of(turn)):
            if number:
                yield {"type": "punct", "value": " "}
            text = word.rstrip(".,?!")
            yield {"type": "text", "value": text, "ts": start, "end_ts": end, "confidence": 0.9}
            if word != text:
                yield {"type": "punct", "value": word[len(text) :]}

    monologues = [{"speaker": numbered(turns)[turn[0]], "elements": list(elements(turn))} for turn in turns]
    return {"monologues": monologues}


def recall(turns: Sequence[Said]) -> Any:
    return [
        {
            "participant": {"id": 100 + numbered(turns)[name], "name": name, "is_host": False, "platform": "zoom"},
            "words": [
                {"text": word, "start_timestamp": {"relative": a}, "end_timestamp": {"relative": b}}
                for word, a, b in words_of((name, text, start, end))
            ],
        }
        for name, text, start, end in turns
    ]


def fireflies(turns: Sequence[Said]) -> Any:
    sentences = [
        {
            "index": number,
            "speaker_name": name,
            "speaker_id": numbered(turns)[name],
            "text": text,
            "raw_text": text.lower(),
            "start_time": start,
            "end_time": end,
            "ai_filters": {"task": None, "pricing": None, "question": text if "?" in text else None},
        }
        for number, (name, text, start, end) in enumerate(turns)
    ]
    summary = {"overview": "They talked about a crane that stopped, and about how the crew was told.", "keywords": []}
    return {"data": {"transcript": {"id": "x9", "title": "Talk", "sentences": sentences, "summary": summary}}}


def vapi(turns: Sequence[Said]) -> Any:
    prompt = "You are a friendly interviewer. Ask three questions, one after the other, and then say goodbye. " * 4
    messages: list[dict[str, Any]] = [{"role": "system", "message": prompt, "time": 1.7e12, "secondsFromStart": 0}]
    messages += [
        {
            "role": ("bot", "user")[numbered(turns)[name]],
            "message": text,
            "time": 1.7e12 + start * 1000,
            "endTime": 1.7e12 + end * 1000,
            "secondsFromStart": start,
        }
        for name, text, start, end in turns
    ]
    report = {"type": "end-of-call-report", "endedReason": "customer-ended-call", "artifact": {"messages": messages}}
    return {"message": report}


def _roles(turns: Sequence[Said], *names: str) -> list[tuple[str, str]]:
    number = numbered(turns)
    return [(names[number[turn[0]]], turn[1]) for turn in turns]


def openai_parts(turns: Sequence[Said]) -> Any:
    system = {"role": "system", "content": "You interview people about their work. Ask one question at a time."}
    said = [
        {"role": role, "content": [{"type": "output_text" if role == "assistant" else "input_text", "text": text}]}
        for role, text in _roles(turns, "assistant", "user")
    ]
    return {"model": "gpt", "messages": [system, *said]}


def gemini(turns: Sequence[Said]) -> Any:
    return {"contents": [{"role": role, "parts": [{"text": text}]} for role, text in _roles(turns, "model", "user")]}


def livekit(turns: Sequence[Said]) -> Any:
    items = [
        {
            "id": f"item_{number}",
            "type": "message",
            "role": role,
            "content": [text],
            "interrupted": False,
            "created_at": 1.77e9 + turns[number][2],
        }
        for number, (role, text) in enumerate(_roles(turns, "assistant", "user"))
    ]
    call = {"id": "c", "type": "function_call", "name": "take_note", "arguments": '{"note": "crane"}'}
    return {"items": [*items[:2], call, *items[2:]]}


def azure_ticks(turns: Sequence[Said]) -> Any:
    phrases = [
        {
            "recognitionStatus": "Success",
            "channel": 0,
            "speaker": numbered(turns)[name] + 1,
            "offset": f"PT{start}S",
            "duration": f"PT{end - start}S",
            "offsetInTicks": int(start * 1e7),
            "durationInTicks": int((end - start) * 1e7),
            "nBest": [{"confidence": 0.9, "lexical": _bare(text), "itn": _bare(text), "display": text}],
        }
        for name, text, start, end in turns
    ]
    return {"source": "https://x.example/call.wav", "durationInTicks": 3e8, "recognizedPhrases": phrases}


def aws(turns: Sequence[Said]) -> Any:
    items = []
    for _, word, start, end in _each_word(turns):
        text = word.rstrip(".,?!")
        said = {"confidence": "0.99", "content": text}
        items.append(
            {"type": "pronunciation", "start_time": str(start), "end_time": str(end), "alternatives": [said]}
        )
        if text != word:
            items.append(
                {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": word[len(text) :]}]}
            )
    segments = [
        {"start_time": str(start), "end_time": str(end), "speaker_label": f"spk_{numbered(turns)[name]}", "items": []}
        for name, _, start, end in turns
    ]
    whole = " ".join(turn[1] for turn in turns)
    results = {"transcripts": [{"transcript": whole}], "speaker_labels": {"segments": segments}, "items": items}
    return {"jobName": "j", "accountId": "1", "status": "COMPLETED", "results": results}


def by_turn(*names: str, scale: float = 1.0, whole: bool = False) -> Shape:
    """A list of turns whose fields are called as given: speaker, text, start and end; empty names are left out."""

    def shape(turns: Sequence[Said]) -> Any:
        def times(value: float) -> float:
            return int(value * scale) if whole else value * scale

        return [
            {key: value for key, value in zip(names, (name, text, times(start), times(end)), strict=False) if key}
            for name, text, start, end in turns
        ]

    return shape


def channels(turns: Sequence[Said]) -> Any:
    """A list for each speaker, as recorders of separate tracks write them."""
    ordered = sorted(turns, key=lambda turn: turn[0])
    return {
        "tracks": [
            {"owner": name, "spoken": [{"at": start, "until": end, "heard": text} for _, text, start, end in said]}
            for name, said in groupby(ordered, key=lambda turn: turn[0])
        ]
    }


def by_time(turns: Sequence[Said]) -> Any:
    return {f"00:00:{int(start):02}": {"voice": name, "spoken": text} for name, text, start, _ in turns}


def side_by_side(turns: Sequence[Said]) -> Any:
    names, texts, starts, _ = zip(*turns, strict=True)
    return {"voices": list(names), "lines": list(texts), "seconds": list(starts)}


def in_a_string(turns: Sequence[Said]) -> Any:
    return {"call": 7, "log": "\n".join(f"{name}: {text}" for name, text, *_ in turns)}


def numbered_fields(turns: Sequence[Said]) -> Any:
    return {
        f"{key}{number}": text
        for number, pair in enumerate(pairs(turns), 1)
        for key, text in zip(("question", "answer"), pair, strict=True)
    }


def question_keys(turns: Sequence[Said]) -> Any:
    return dict(pairs(turns))


def rounds(turns: Sequence[Said]) -> Any:
    return {
        "rounds": [{"no": n, "bot": {"says": q}, "person": {"says": a}} for n, (q, a) in enumerate(pairs(turns), 1)]
    }


def single_keys(turns: Iterable[Said]) -> Any:
    return [{name: text} for name, text, *_ in turns]


def arrays(turns: Sequence[Said]) -> Any:
    return {"rows": [[start, name, text] for name, text, start, _ in turns]}


SHAPES: Final[dict[str, Shape]] = {
    "deepgram, words": deepgram_words,
    "deepgram, utterances": deepgram_utterances,
    "assemblyai": assemblyai,
    "speechmatics": speechmatics,
    "rev": rev,
    "recall": recall,
    "fireflies": fireflies,
    "vapi": vapi,
    "openai, parts": openai_parts,
    "gemini": gemini,
    "livekit": livekit,
    "azure, ticks": azure_ticks,
    "aws": aws,
    "turns": by_turn("speaker", "text"),
    "turns, invented names": by_turn("wer", "was", "ab", "bis"),
    "turns, milliseconds": by_turn("voice", "phrase", "t0_ms", "t1_ms", scale=1000, whole=True),
    "turns, ticks": by_turn("voice", "phrase", "from_ticks", "to_ticks", scale=1e7, whole=True),
    "turns, nanoseconds": by_turn("who", "uttered", "on", "off", scale=1e9, whole=True),
    "a list for each speaker": channels,
    "by time": by_time,
    "lists side by side": side_by_side,
    "a dialogue in a string": in_a_string,
    "numbered fields": numbered_fields,
    "questions as keys": question_keys,
    "questions and answers as objects": rounds,
    "speakers as keys": single_keys,
    "rows without names": arrays,
}
