"""A main question of a session with everything that was said to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from interview_cli.interview.model import CriterionScore, Evaluation, Evidence, Exchange, Session
from interview_cli.scoring.evidence import cut
from interview_cli.scoring.rubric import MAX_SCORE

Judge = Callable[[Exchange, str], Evaluation]
"""Judges a text as the answer to an exchange's question."""

_BETWEEN = "\n\n"
_OPENING_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Group:
    """A main question (`main`), the follow-ups that were answered, and the judgement that counts for the question.

    `text` is what was judged; `pieces` are the exchanges it was joined from, each with its offset in `text`.
    `weights` are the rubric's weights by criterion. `evaluation` is None for a skipped question.
    """

    main: Exchange
    evaluation: Evaluation | None
    text: str
    pieces: tuple[tuple[int, Exchange], ...]
    weights: dict[str, float]

    @property
    def position(self) -> int:
        """Where the main question stood in the session."""
        return self.main.asked.position

    @property
    def number(self) -> int:
        """Which main question it was, as the candidate counts them: from 1, without follow-ups."""
        return self.main.asked.slot + 1

    @property
    def criterion_scores(self) -> tuple[CriterionScore, ...]:
        """The scores of the judgement, none for a skipped question."""
        return self.evaluation.scores if self.evaluation else ()

    def score(self, criterion: str) -> float | None:
        """The score of a criterion, None where it was not judged."""
        return next((score.score for score in self.criterion_scores if score.criterion == criterion), None)

    def lost_points(self, criterion: str) -> float:
        """How many of the question's 100 points a criterion left on the table."""
        score = self.score(criterion)
        total = sum(self.weights.values())
        return 0.0 if score is None else 100 * self.weights[criterion] / total * (1 - score / MAX_SCORE)

    def has_tag(self, tag: str) -> bool:
        """Whether the judgement names this weakness."""
        return self.evaluation is not None and tag in self.evaluation.tags

    def evidence_for(self, criterion: str) -> Evidence | None:
        """The first quote of a criterion."""
        scores = (score for score in self.criterion_scores if score.criterion == criterion and score.evidence)
        return next((score.evidence[0] for score in scores), None)

    def place(self, evidence: Evidence) -> tuple[int, str]:
        """The position of the exchange that a quote of `text` comes from, and the quote."""
        piece = next(piece for piece in reversed(self.pieces) if piece[0] <= evidence.start)
        return piece[1].asked.position, evidence.quote

    def opening(self) -> str | None:
        """The first words of the answer, verbatim; None when nothing was said."""
        found = cut(self.text, 0, _OPENING_CHARACTERS)
        return found.quote if found else None


def group_exchanges(session: Session, judge: Judge, weights: Callable[[Exchange], dict[str, float]]) -> list[Group]:
    """The main questions that were answered or skipped, in order, each with the better of its two judgements.

    The two are the main answer alone and the main answer joined with the answers to its follow-ups.
    """
    groups = []
    for main in session.exchanges:
        if main.asked.parent_id is not None or (main.attempt is None and not main.skipped):
            continue
        if main.attempt is None:
            groups.append(Group(main, None, "", (), weights(main)))
            continue
        added = [other for other in session.exchanges if other.asked.parent_id == main.asked.id and other.attempt]
        alone = main.attempt.evaluation or judge(main, main.attempt.answer.text)
        group = Group(main, alone, main.attempt.answer.text, ((0, main),), weights(main))
        groups.append(max(group, _joined(main, added, judge, group.weights), key=_worth) if added else group)
    return groups


def _joined(main: Exchange, added: list[Exchange], judge: Judge, weights: dict[str, float]) -> Group:
    text = ""
    pieces: list[tuple[int, Exchange]] = []
    for exchange in (main, *added):
        if exchange.attempt:
            text += _BETWEEN if pieces else ""
            pieces.append((len(text), exchange))
            text += exchange.attempt.answer.text
    return Group(main, judge(main, text), text, tuple(pieces), weights)


def _worth(group: Group) -> float:
    score = group.evaluation.overall_score if group.evaluation else None
    return -1.0 if score is None else score
