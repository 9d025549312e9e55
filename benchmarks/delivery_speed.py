"""How many words a minute delivery is measured at, on one core, on answers as a candidate would speak them.

    python benchmarks/delivery_speed.py [--answers N] [--words N]

Answers are drawn from a few sentences with and without fillers, a few words in a hundred fillers.
Processor time of the best of three rounds counts. Demanded are 2 million words a minute; the batch budget needs
250,000 a second.
"""

from __future__ import annotations

import argparse
import random
import time

from interview_cli.delivery.measure import measure_text

SENTENCES = (
    "At my last company I looked after the billing service, which handled about forty thousand invoices a month.",
    "Um, so the main problem was that the nightly job, you know, kept failing whenever a customer had no address.",
    "I wrote a small script that found the broken records before the job started and sent a list to support.",
    "Well, I think we could have planned the migration better, but the team was, like, really new at that point.",
    "My manager asked me to present the results to the whole department, and I was kind of nervous about it.",
    "We we agreed on a weekly review, and I mean, it took two months until everybody actually came.",
    "In the end the error rate went down from three percent to less than half a percent.",
    "What I learned is that it pays to ask the people who use a system every day what slows them down.",
    "I like working with data, so that role was a good fit, and I stayed there for four years.",
    "The right answer would have been to stop the release, talk to the customer and fix the cause first.",
)


def make_answers(count: int, words: int, seed: int = 7) -> list[str]:
    """Texts of at least `words` words each."""
    generator = random.Random(seed)
    answers = []
    for _ in range(count):
        sentences: list[str] = []
        length = 0
        while length < words:
            sentences.append(generator.choice(SENTENCES))
            length += len(sentences[-1].split())
        answers.append(" ".join(sentences))
    return answers


def main() -> None:
    parser = argparse.ArgumentParser(description="Time delivery measurement.")
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--words", type=int, default=240, help="words per answer")
    options = parser.parse_args()
    answers = make_answers(options.answers, options.words)
    best_s = float("inf")
    for _ in range(3):
        started_s = time.process_time()
        deliveries = [measure_text(answer) for answer in answers]
        best_s = min(best_s, time.process_time() - started_s)
    word_count = sum(delivery.word_count for delivery in deliveries)
    filler_count = sum(delivery.filler_count for delivery in deliveries)
    per_second = word_count / best_s
    print(f"{word_count} words, {filler_count} fillers in {best_s:.3f} s")
    print(f"{per_second * 60:,.0f} words/minute ({per_second:,.0f} words/second)")
    print(f"{per_second * 60 / 2_000_000:.1f} x the demand, {per_second / 250_000:.2f} x the batch budget")


if __name__ == "__main__":
    main()
