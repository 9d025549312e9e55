"""Fits the judgement whether a text is an interview: `python -m benchmarks.fit_judgement [--write]`.

First the words of notes as against those of answers (L1 logistic regression on `notes/`, one file per language, the
pitfalls of the question banks, and the sentences of `fit_sentence_acts`), then the weights of the signs of
`interview_cli/transcripts/judgement.py` on interviews made up of several sources and on `no_interviews.yaml`. What is
printed is measured on kinds of texts that the fit has not seen: each kind of no interview, and each source of
interviews, is kept aside in turn.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from benchmarks.fit_confidence import fit_logistic
from benchmarks.fit_sentence_acts import ROOT, SPOKEN, Example, examples, fit, forms
from benchmarks.talks import SHORT, TALKS
from interview_cli.text.sentences import sentence_texts
from interview_cli.transcripts import judgement
from interview_cli.transcripts.asking import in_first_person
from interview_cli.transcripts.known_words import fitted_weights
from interview_cli.transcripts.leftovers import likelihood
from interview_cli.transcripts.model import Role, Transcript, Turn
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.sentence_acts import Act

WEIGHTS: Final = ROOT / "prompts" / "weights"
SAID, NOTE = "said", "note"
PENALTY = 3.0
LEAST_KEPT = 3
MOST_FORMS = 40
PRIOR, STEPS = 1.0, 6_000
VARIANTS = 40
INTERVIEWS_WEIGH = 5
"""How much an interview weighs more than another text: most of what is scored are interviews (chosen)."""

_NOT_SAID = frozenset({Act.BOILERPLATE, Act.QUESTION, Act.PROMPT, Act.HAND_OVER})
_UNCLEAR = ("Do you mean in my last job?", "Sorry, could you say that again?", "Can I take a minute to think?")
_TALKED = frozenset({"agent", "mail"})
"""Kinds in which speakers are named."""

_OWN_QUESTIONS = ("How big is the team?", "What does a normal week look like?", "When would I start?")


def sentences_of_notes() -> Iterator[Example]:
    """The sentences of notes, and those of answers."""
    for file in sorted((Path(__file__).parent / "notes").glob("*.txt")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            found = list(forms(line))
            for form in random.Random(line).sample(found, min(MOST_FORMS, len(found))):
                yield Example(form, NOTE, file.stem, number % 5 == 4)
    for number, (_, entry) in enumerate(_banks()):
        for text in entry.get("pitfalls", ()):
            yield Example(text, NOTE, "banks", number % 5 == 4)
        for text in sentence_texts(entry.get("ideal_answer") or ""):
            yield Example(text, SAID, "banks", number % 5 == 4)
    for each in examples():
        if each.act not in _NOT_SAID:
            yield each._replace(act=SAID)


def _banks() -> Iterator[tuple[str, dict[str, str]]]:
    for file in sorted((ROOT / "question_banks").glob("*/*.yaml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["questions"]:
            yield file.parent.name, entry


def weights_of_notes(found: Sequence[Example]) -> dict[str, int]:
    """Of each feature of a sentence, in tenths, how much it speaks for a note."""
    index, weights = fit(found, (SAID, NOTE), PENALTY)
    rounded = {name: round(float(weights[row, 1] - weights[row, 0]) * 10) for name, row in index.items()}
    return {name: weight for name, weight in sorted(rounded.items()) if abs(weight) >= LEAST_KEPT}


class Case(NamedTuple):
    """The signs of a text of some kind."""

    kind: str
    signs: dict[str, float]
    right: bool


_Pairs = Sequence[tuple[str, str]]


def _transcript(turns: Sequence[tuple[str | None, str]], paired: bool = False) -> Transcript:
    roles = (Role.INTERVIEWER, Role.CANDIDATE)
    said = [Turn(who, roles[at % 2] if paired else Role.UNKNOWN, text) for at, (who, text) in enumerate(turns)]
    read = Transcript("x", "x", tuple(said), paired=paired)
    return read if paired else assign_roles(read)


def _case(kind: str, transcript: Transcript, right: bool) -> Case | None:
    pairs = [each for each in pair(transcript) if each.question]
    return Case(kind, judgement.signs_of(transcript, pairs), right) if pairs else None


def no_interviews() -> Iterator[Case | None]:
    text = (Path(__file__).parent / "no_interviews.yaml").read_text(encoding="utf-8")
    kinds = yaml.safe_load(text)
    for kind, rows in kinds["pairs"].items():
        for seed in range(VARIANTS):
            chooser = random.Random(f"{kind} {seed}")
            chosen = chooser.sample(rows, min(len(rows), chooser.choice((1, 2, 3, 4, 5, 6))))
            names = ("user", "assistant") if kind in _TALKED else (None, None)
            turns = [(who, str(text)) for row in chosen for who, text in zip(names, row, strict=True)]
            yield _case(kind, _transcript(turns, paired=True), False)
    for kind, talks in kinds["turns"].items():
        for seed, talk in enumerate(talks * (1 + VARIANTS // len(talks))):
            chooser = random.Random(f"{kind} {seed}")
            end = len(talk) if seed < len(talks) else chooser.randint(min(4, len(talk)), len(talk))
            yield _case(kind, _transcript([(str(who), str(text)) for who, text in talk[:end]]), False)


def _sources() -> Iterator[tuple[str, _Pairs]]:
    """Questions with answers by where they are from."""
    for language, talk in TALKS.items():
        yield f"talks {language}", talk
    yield "short", SHORT
    yield "technical", [(each["text"], each["ideal_answer"]) for _, each in _banks() if "ideal_answer" in each]
    for split in ("training", "development", "held_out"):
        entries = [
            entry
            for file in sorted((SPOKEN / split).glob("*.yaml"))
            for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
        ]
        yield f"spoken {split}", [(each["question"], each["answer"]) for each in entries if each.get("question")]
    yield from _of_lines()


def _of_lines() -> Iterator[tuple[str, _Pairs]]:
    """In each language, questions with one to three statements each, both made for `fit_sentence_acts`."""
    by_language: dict[str, dict[str, list[str]]] = {}
    for each in examples():
        if len(each.source) == len("en") and each.act in {Act.QUESTION, Act.PROMPT, Act.STATEMENT}:
            act = each.act if each.act is Act.STATEMENT else Act.QUESTION
            by_language.setdefault(each.source, {}).setdefault(act, []).append(each.text)
    for language, said in by_language.items():
        chooser = random.Random(language)
        told = [" ".join(chooser.sample(said[Act.STATEMENT], chooser.randint(1, 3))) for _ in range(4 * VARIANTS)]
        yield f"lines {language}", list(zip(chooser.choices(said[Act.QUESTION], k=len(told)), told, strict=True))


def interviews() -> Iterator[Case | None]:
    """Interviews as tables without names, and as talks: whole, of few words, with questions of the candidate, and
    without a word in the first person."""
    for source, pairs in _sources():
        for seed in range(2 * VARIANTS):
            chooser = random.Random(f"{source} {seed}")
            way = chooser.choice(("table", "talk", "few words", "asks", "impersonal"))
            counts = (3, 4, 6, 8) if way == "asks" else (1, 2, 3, 4, 6, 8)
            chosen = chooser.sample(pairs, min(len(pairs), chooser.choice(counts)))
            if way == "few words":
                chosen = [(asked, sentence_texts(said)[0]) for asked, said in chosen]
            if way == "impersonal":
                chosen = [(asked, said) for asked, told in chosen if (said := _impersonal(told))]
            names = (None, None) if way == "table" else ("Dana", "Miro")
            turns = [(who, text) for row in chosen for who, text in zip(names, row, strict=True)]
            if turns:
                asking = _with_questions(turns, chooser) if way == "asks" else turns
                yield _case(source, _transcript(asking, paired=way == "table"), True)


def _impersonal(answer: str) -> str:
    """At most three sentences of an answer, none in the first person."""
    return " ".join([each for each in sentence_texts(answer) if not in_first_person(each)][:3])


def _with_questions(turns: Sequence[tuple[str | None, str]], chooser: random.Random) -> list[tuple[str | None, str]]:
    """Turns with questions of the candidate: one when something is unclear, others at the end."""
    asking = list(turns)
    if len(turns) > 4:
        at = chooser.randrange(1, len(turns), 2)
        asking[at:at] = [("Miro", chooser.choice(_UNCLEAR)), ("Dana", "Yes, please.")]
    asking.append(("Dana", "Do you have any questions for me?"))
    for text in chooser.sample(_OWN_QUESTIONS, chooser.choice((1, 2, 3))):
        asking += [("Miro", text), ("Dana", "That depends on the month, but mostly it is the same.")]
    return asking


def _sure(case: Case, weights: dict[str, float]) -> bool:
    return likelihood(case.signs, weights) >= judgement.CERTAIN


def main() -> None:
    found = list({(each.text, each.act): each for each in sentences_of_notes()}.values())
    _use("notes", weights_of_notes([each for each in found if not each.held_out]))
    for act in (NOTE, SAID):
        held = [judgement.note_share(each.text) > 0.5 for each in found if each.held_out and each.act == act]
        print(f"{act}: {len(held)} sentences kept aside, {sum(held) / len(held):.3f} taken for notes")
    cases = [case for case in [*no_interviews(), *interviews()] if case]
    print(len(cases), "texts,", sum(case.right for case in cases), "interviews")
    for kind in dict.fromkeys(case.kind for case in cases):
        held_out = [case for case in cases if case.kind == kind]
        weights = _weights([case for case in cases if case.kind != kind])
        doubted = sum(not _sure(case, weights) for case in held_out)
        of = "interview" if held_out[0].right else "none"
        print(f"  {kind:20} {of:10} {doubted:3} of {len(held_out)} doubted")
    of_notes = weights_of_notes(found)
    _use("notes", of_notes)
    final = _weights([case for case in [*no_interviews(), *interviews()] if case])
    print(final, len(of_notes))
    if "--write" in sys.argv:
        (WEIGHTS / "judgement.json").write_text(json.dumps(final, indent=2) + "\n", encoding="utf-8")
        lines = ",\n".join(f"{json.dumps(name, ensure_ascii=False)}:{weight}" for name, weight in of_notes.items())
        (WEIGHTS / "notes.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def _weights(cases: Sequence[Case]) -> dict[str, float]:
    weighed = [case for case in cases for _ in range(INTERVIEWS_WEIGH if case.right else 1)]
    return fit_logistic([case.signs for case in weighed], [case.right for case in weighed], PRIOR, STEPS)


def _use(name: str, weights: dict[str, int]) -> None:
    """Judge by these weights from now on."""
    held: dict[str, dict[str, int]] = fitted_weights(name)
    held.clear()
    held.update(weights)  # type: ignore[arg-type]
    judgement.note_share.cache_clear()


if __name__ == "__main__":
    main()
