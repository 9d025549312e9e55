"""One interview as text in shapes of data that nothing in the reader names: `WRITTEN` by name.

They come from services whose answers were not looked at when the reader was written, and from invention.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Final

from tests.transcripts.formats import TURNS
from tests.transcripts.shapes import Said, numbered, pairs, words_of

TALK: Final[tuple[Said, ...]] = (
    *TURNS,
    ("Runa Vik", "Who else was involved in that decision?", 61.0, 69.0),
    ("Teo Marsh", "My foreman and the supplier. I asked both of them for a price before noon.", 71.0, 79.0),
)
_QA: Final = pairs(TALK)
_SIDE: Final = numbered(TALK)


def _csv(rows: list[list[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


WRITTEN: Final[dict[str, str]] = {
    "numeric keys": json.dumps(
        {"meta": {"v": 1}, "segments": {str(i): {"spk": n, "txt": t} for i, (n, t, *_) in enumerate(TALK)}}
    ),
    "alternating strings": json.dumps({"exchange": [t for _, t, *_ in TALK]}),
    "lists by side": json.dumps({"interviewer": [q for q, _ in _QA], "candidate": [a for _, a in _QA]}),
    "followups": json.dumps(
        {
            "items": [
                {"q": _QA[0][0], "a": _QA[0][1], "followups": [{"q": _QA[1][0], "a": _QA[1][1]}]},
                {"q": _QA[2][0], "a": _QA[2][1], "followups": [{"q": _QA[3][0], "a": _QA[3][1]}]},
            ]
        }
    ),
    "langs inside": json.dumps(
        {
            str(i): {"prompt": {"en": q}, "response": {"transcript": a, "duration": "00:31"}}
            for i, (q, a) in enumerate(_QA, 1)
        }
    ),
    "graphql": json.dumps(
        {
            "data": {
                "call": {
                    "id": "c1",
                    "turns": {
                        "edges": [
                            {"cursor": f"x{i}", "node": {"speaker": {"displayName": n}, "body": t}}
                            for i, (n, t, *_) in enumerate(TALK)
                        ],
                        "pageInfo": {"hasNextPage": False},
                    },
                }
            }
        }
    ),
    "slack": json.dumps(
        {
            "users": {"U1": {"real_name": "Runa Vik", "tz": "x"}, "U2": {"real_name": "Teo Marsh", "tz": "y"}},
            "messages": [
                {"type": "message", "user": f"U{_SIDE[n] + 1}", "text": t, "ts": f"17000000{int(s):02}.0002"}
                for n, t, s, _ in TALK
            ],
        }
    ),
    "discord": json.dumps(
        {
            "guild": {"name": "g"},
            "channel": {"name": "interview-7"},
            "messages": [
                {
                    "id": str(9**9 + i),
                    "type": "Default",
                    "timestamp": f"2026-03-01T09:{int(s) // 60:02}:{int(s) % 60:02}.123+00:00",
                    "content": t,
                    "author": {"id": str(_SIDE[n]), "name": n, "isBot": False},
                    "attachments": [],
                    "reactions": [],
                }
                for i, (n, t, s, _) in enumerate(TALK)
            ],
        }
    ),
    "telegram": json.dumps(
        {
            "name": "Runa",
            "type": "personal_chat",
            "messages": [
                {
                    "id": i,
                    "type": "message",
                    "date": "2026-03-01T09:00:00",
                    "from": n,
                    "from_id": f"user{_SIDE[n]}",
                    "text": [
                        " ".join(t.split()[:3]) + " ",
                        {"type": "bold", "text": t.split()[3]},
                        " " + " ".join(t.split()[4:]),
                    ]
                    if i % 2
                    else t,
                }
                for i, (n, t, *_) in enumerate(TALK)
            ],
        }
    ),
    "gong": json.dumps(
        {
            "requestId": "r",
            "callTranscripts": [
                {
                    "callId": "77",
                    "transcript": [
                        {
                            "speakerId": str(500 + _SIDE[n]),
                            "topic": "Intro",
                            "sentences": [
                                {
                                    "start": int(s * 1000),
                                    "end": int(e * 1000),
                                    "text": x.strip() + ("." if not x.strip().endswith("?") else ""),
                                }
                                for x in t.rstrip(".").split(". ")
                            ],
                        }
                        for n, t, s, e in TALK
                    ],
                }
            ],
        }
    ),
    "fathom": json.dumps(
        {
            "title": "Talk",
            "transcript": [
                {
                    "speaker": {"display_name": n, "matched_calendar_invitee_email": None},
                    "text": t,
                    "timestamp": f"00:{int(s) // 60:02}:{int(s) % 60:02}",
                }
                for n, t, s, _ in TALK
            ],
            "default_summary": {"markdown": "They spoke of cranes."},
        }
    ),
    "whisper pyannote": json.dumps(
        {
            "text": " ".join(x[1] for x in TALK),
            "segments": [{"id": i, "start": s, "end": e, "text": " " + t} for i, (n, t, s, e) in enumerate(TALK)],
            "diarization": [{"start": s, "end": e, "speaker": f"SPEAKER_0{_SIDE[n]}"} for n, t, s, e in TALK],
        }
    ),
    "watson": json.dumps(
        {
            "results": [
                {
                    "final": True,
                    "alternatives": [
                        {"transcript": t + " ", "timestamps": [[w, a, b] for w, a, b in words_of((n, t, s, e))]}
                    ],
                }
                for n, t, s, e in TALK
            ],
            "speaker_labels": [
                {"from": a, "to": b, "speaker": _SIDE[t[0]], "confidence": 0.6, "final": False}
                for t in TALK
                for w, a, b in words_of(t)
            ],
        }
    ),
    "symbl": json.dumps(
        {
            "messages": [
                {
                    "id": f"{i}",
                    "text": t,
                    "from": {"id": f"p{_SIDE[n]}", "name": n, "userId": f"{_SIDE[n]}@x.example"},
                    "startTime": f"2026-03-01T09:{s // 60:02.0f}:{s % 60:06.3f}Z",
                    "endTime": f"2026-03-01T09:{e // 60:02.0f}:{e % 60:06.3f}Z",
                    "conversationId": "55",
                    "phrases": [],
                }
                for i, (n, t, s, e) in enumerate(TALK)
            ]
        }
    ),
    "speaker events": json.dumps(
        {
            "events": [
                x
                for n, t, s, e in TALK
                for x in [{"type": "speaker", "name": n, "ts": s}]
                + [{"type": "word", "value": w, "ts": a, "end_ts": b} for w, a, b in words_of((n, t, s, e))]
            ]
        }
    ),
    "eleven agents": json.dumps(
        {
            "agent_id": "x",
            "status": "done",
            "transcript": [
                {
                    "role": ["agent", "user"][_SIDE[n]],
                    "message": t,
                    "time_in_call_secs": int(s),
                    "tool_calls": None,
                    "feedback": None,
                }
                for n, t, s, _ in TALK
            ],
            "analysis": {"transcript_summary": "They spoke about a crane and how the crew was told about it."},
        }
    ),
    "retell": json.dumps(
        {
            "call_id": "c",
            "transcript": "\n".join(f"{['Agent', 'User'][_SIDE[n]]}: {t}" for n, t, *_ in TALK),
            "transcript_object": [
                {
                    "role": ["agent", "user"][_SIDE[n]],
                    "content": t,
                    "words": [{"word": w + " ", "start": a, "end": b} for w, a, b in words_of((n, t, s, e))],
                }
                for n, t, s, e in TALK
            ],
        }
    ),
    "bland": json.dumps(
        {
            "call_id": "c",
            "concatenated_transcript": " ".join(f"{['assistant', 'user'][_SIDE[n]]}: {t}" for n, t, *_ in TALK),
            "transcripts": [
                {
                    "id": i,
                    "created_at": "2026-03-01T09:00:00Z",
                    "text": t,
                    "user": ["assistant", "user"][_SIDE[n]],
                    "c_id": "c",
                }
                for i, (n, t, *_) in enumerate(TALK)
            ],
        }
    ),
    "async video": json.dumps(
        {
            "candidateId": 12,
            "responses": [
                {
                    "questionId": i,
                    "questionText": q,
                    "transcript": {"text": a, "language": "en"},
                    "durationSeconds": 40,
                    "videoUrl": "https://x.example/v.mp4",
                }
                for i, (q, a) in enumerate(_QA)
            ],
        }
    ),
    "typeform": json.dumps(
        {
            "form_response": {
                "definition": {
                    "fields": [{"id": f"f{i}", "title": q, "type": "long_text"} for i, (q, a) in enumerate(_QA)]
                },
                "answers": [
                    {"type": "text", "text": a, "field": {"id": f"f{i}", "type": "long_text"}}
                    for i, (q, a) in enumerate(_QA)
                ],
            }
        }
    ),
    "survey pages": json.dumps(
        {
            "pages": [
                {
                    "id": 1,
                    "questions": [
                        {"id": i, "heading": q, "answers": [{"text": a}]} for i, (q, a) in enumerate(_QA[:2])
                    ],
                },
                {
                    "id": 2,
                    "questions": [
                        {"id": i, "heading": q, "answers": [{"text": a}]} for i, (q, a) in enumerate(_QA[2:])
                    ],
                },
            ]
        }
    ),
    "csv column per speaker": _csv(
        [["Time", "Speaker 1", "Speaker 2"]]
        + [
            [f"0{int(s) // 60}:{int(s) % 60:02}", t if _SIDE[n] == 0 else "", t if _SIDE[n] else ""]
            for n, t, s, _ in TALK
        ]
    ),
    "csv q1 a1": _csv(
        [
            ["Name"] + [x for i in range(1, 5) for x in (f"Q{i}", f"A{i}")],
            ["Teo Marsh"] + [x for qa in _QA for x in qa],
        ]
    ),
    "csv numbered questions": _csv(
        [["Candidate"] + [f"Q{i}: {q}" for i, (q, _) in enumerate(_QA, 1)], ["Teo Marsh"] + [a for _, a in _QA]]
    ),
    "csv german": _csv(
        [["Zeit", "Sprecher", "Beitrag"]] + [[f"00:{int(s) // 60:02}:{int(s) % 60:02}", n, t] for n, t, s, _ in TALK],
        ";",
    ),
    "jsonl events": "\n".join(
        [json.dumps({"event": "start", "at": 1})]
        + [
            x
            for n, t, s, e in TALK
            for x in (
                json.dumps({"event": "ping", "at": s}),
                json.dumps({"event": "speech", "data": {"party": ["bot", "caller"][_SIDE[n]], "line": t}}),
            )
        ]
    ),
    "jsonl partials": "\n".join(
        json.dumps({"type": k, "speaker": n, "text": x})
        for n, t, s, e in TALK
        for k, x in (("partial", " ".join(t.split()[:2])), ("partial", " ".join(t.split()[:4])), ("final", t))
    ),
    "pair arrays": json.dumps({"history": [list(qa) for qa in _QA]}),
    "speaker arrays": json.dumps({"dialog": [[n, t] for n, t, *_ in TALK]}),
    "input output": json.dumps([{"input": q, "output": a} for q, a in _QA]),
    "sharegpt": json.dumps(
        [{"id": "x", "conversations": [{"from": ["gpt", "human"][_SIDE[n]], "value": t} for n, t, *_ in TALK]}]
    ),
    "xml to json": json.dumps(
        {"transcript": {"@lang": "en", "line": [{"@speaker": n, "@t": str(s), "#text": t} for n, t, s, _ in TALK]}}
    ),
    "yaml singles": "".join(f"- {n}: {t!r}\n" if '"' not in t else "" for n, t, *_ in TALK),
    "yaml blocks": "title: talk\nturns:\n"
    + "".join(f"  - speaker: {n}\n    text: |\n      {t}\n" for n, t, *_ in TALK),
    "two tracks": json.dumps(
        {
            "interviewer_track": {
                "segments": [{"start": s, "end": e, "text": t} for n, t, s, e in TALK if not _SIDE[n]]
            },
            "candidate_track": {"segments": [{"start": s, "end": e, "text": t} for n, t, s, e in TALK if _SIDE[n]]},
        }
    ),
    "sections": json.dumps(
        {
            "interview": {
                "intro": [{"who": n, "said": t} for n, t, *_ in TALK[:2]],
                "main": [{"who": n, "said": t} for n, t, *_ in TALK[2:6]],
                "closing": [{"who": n, "said": t} for n, t, *_ in TALK[6:]],
            }
        }
    ),
    "azure fast": json.dumps(
        {
            "durationMilliseconds": 40000,
            "combinedPhrases": [{"text": " ".join(x[1] for x in TALK)}],
            "phrases": [
                {
                    "offsetMilliseconds": int(s * 1000),
                    "durationMilliseconds": int((e - s) * 1000),
                    "text": t,
                    "speaker": _SIDE[n] + 1,
                    "locale": "en-US",
                    "confidence": 0.9,
                    "words": [
                        {"text": w, "offsetMilliseconds": int(a * 1000), "durationMilliseconds": int((b - a) * 1000)}
                        for w, a, b in words_of((n, t, s, e))
                    ],
                }
                for n, t, s, e in TALK
            ],
        }
    ),
    "flag": json.dumps({"t": [{"is_candidate": bool(_SIDE[n]), "utter": t} for n, t, *_ in TALK]}),
    "spoken durations": json.dumps(
        [{"who": n, "line": t, "at": f"{int(s) // 60}m {int(s) % 60}s"} for n, t, s, _ in TALK]
    ),
    "vtt in string": json.dumps(
        {
            "meeting": "m",
            "vtt": "WEBVTT\n\n"
            + "\n\n".join(
                f"00:{s // 60:02.0f}:{s % 60:06.3f} --> 00:{e // 60:02.0f}:{e % 60:06.3f}\n<v {n}>{t}</v>"
                for n, t, s, e in TALK
            ),
        }
    ),
    "json in string": json.dumps(
        {"id": 1, "payload": json.dumps({"turns": [{"speaker": n, "text": t} for n, t, *_ in TALK]})}
    ),
    "ids joined": json.dumps(
        {
            "questions": {f"q{i}": q for i, (q, _) in enumerate(_QA)},
            "answers": {f"q{i}": a for i, (_, a) in enumerate(_QA)},
        }
    ),
    "answers under ids": json.dumps(
        {
            "script": [{"id": i, "wording": q} for i, (q, _) in enumerate(_QA)],
            "replies": [{"script_id": i, "wording": a} for i, (_, a) in enumerate(_QA)],
        }
    ),
    "header rows": json.dumps({"columns": ["when", "who", "what"], "data": [[s, n, t] for n, t, s, _ in TALK]}),
    "nested parts thinking": json.dumps(
        {
            "log": [
                {
                    "actor": ["ai", "person"][_SIDE[n]],
                    "blocks": (
                        [{"kind": "reasoning", "text": "The person seems calm. I should ask about the crew next."}]
                        if not _SIDE[n]
                        else []
                    )
                    + [{"kind": "speech", "text": t}],
                }
                for n, t, *_ in TALK
            ]
        }
    ),
    "rasa": json.dumps(
        {
            "sender_id": "s",
            "events": [
                {
                    "event": ["bot", "user"][_SIDE[n]],
                    "text": t,
                    "timestamp": 1.77e9 + s,
                    "parse_data": {"intent": {"name": "tell", "confidence": 0.9}} if _SIDE[n] else None,
                }
                for n, t, s, _ in TALK
            ],
        }
    ),
    "channel lists": json.dumps(
        {
            "channels": {
                "0": [{"text": t, "start": s} for n, t, s, _ in TALK if not _SIDE[n]],
                "1": [{"text": t, "start": s} for n, t, s, _ in TALK if _SIDE[n]],
            }
        }
    ),
    "two languages": json.dumps(
        [{"voice": n, "original": t, "translation": "Übersetzt: " + t.lower()} for n, t, *_ in TALK]
    ),
    "evaluation around": json.dumps(
        {
            "evaluations": [
                {
                    "question": q,
                    "candidate_answer": a,
                    "ideal_answer": "A strong answer names a result and says how it was measured over time.",
                    "feedback": "You named a result. Say who else was there and what you would do next.",
                    "score": 4,
                }
                for q, a in _QA
            ]
        }
    ),
    "texts with tags": json.dumps({"comments": [{"author": n, "body": f"<p>{t}</p>"} for n, t, *_ in TALK]}),
    "by minute": json.dumps(
        {
            "minutes": [
                {"minute": i, "said": [{"p": n, "words": t} for n, t, *_ in TALK[i : i + 2]]} for i in range(0, 8, 2)
            ]
        }
    ),
    "answers as lists of sentences": json.dumps(
        [{"Frage": q, "Antwort": [each.removesuffix(".") + "." for each in a.split(". ")]} for q, a in _QA]
    ),
}
