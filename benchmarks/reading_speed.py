"""How long reading a text takes on one core: words, sentences, clauses, figures, negations, stems.

    python benchmarks/reading_speed.py [--words N]

Processor time of the best of 50 rounds, for a text of spoken sentences with figures and negations. Scoring a whole
transcript of 1,200 words may take 13 ms, of which reading may take 2.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from interview_cli.text.negation import negated_spans
from interview_cli.text.numbers import find_numbers
from interview_cli.text.sentences import clause_spans, sentence_spans
from interview_cli.text.stems import stem
from interview_cli.text.words import split_words

TEXT = (
    "So when I joined the team, we had about thirty servers and it didn't scale. I split the database because nobody "
    "had looked at it, and after two weeks the error rate fell from 5% to 0.5%. We never lost an order after that. "
    "My manager, Dr. Lee, asked me to write it down for the other four teams, which I did in half an hour. "
)


def fastest_ms(work: Callable[[], object], rounds: int = 50) -> float:
    best = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return 1000 * best


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the reading of a text.")
    parser.add_argument("--words", type=int, default=1200)
    options = parser.parse_args()
    text = TEXT * max(1, options.words // len(TEXT.split()))
    words = split_words(text)
    sentences = sentence_spans(words)
    parts = {
        "words": lambda: split_words(text),
        "sentences": lambda: sentence_spans(words),
        "clauses, as if there were no sentences": lambda: clause_spans(words, 0, len(words)),
        "figures": lambda: find_numbers(words),
        "negations": lambda: negated_spans(words, sentences),
        "stems": lambda: [stem(word) for word in words.words],
    }
    times = {name: fastest_ms(work) for name, work in parts.items()}
    print(f"{len(words)} words, {len(sentences)} sentences")
    for name, milliseconds in times.items():
        print(f"  {name:40} {milliseconds:6.3f} ms")
    print(f"  {'all':40} {sum(times.values()):6.3f} ms")


if __name__ == "__main__":
    main()
