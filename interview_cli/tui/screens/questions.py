"""Questions: the banks, to look through and to practise one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content

from interview_cli.interview.kinds import Difficulty, InterviewType
from interview_cli.tui.navigation import GoPractise
from interview_cli.tui.replays import retry_of_question
from interview_cli.tui.screens.browse import BrowseScreen, Line
from interview_cli.tui.screens.reviews import comes_back
from interview_cli.tui.text import DIFFICULTY_NAMES, TYPE_NAMES, clean, counted

if TYPE_CHECKING:
    from datetime import date

    from interview_cli.app import Application
    from interview_cli.interview.model import Question
    from interview_cli.learning.review import ReviewCard

_TYPES: Final = (InterviewType.MIXED, *(kind for kind in InterviewType if kind is not InterviewType.MIXED))
_LEVELS: Final = (None, *Difficulty)


class QuestionsScreen(BrowseScreen):
    """All questions of the banks, with the last score of those answered."""

    HEADING = "Questions"
    SEARCH = "Search question, topic or role"
    EMPTY = "There are no questions."
    ABOUT = (
        "Every question of the banks. Enter practises the selected one; R answers again one you have answered "
        "before, next to your earlier attempts. K shows what a strong answer has in it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Practise"),
        Binding("r,R", "retry", "Retry"),
        Binding("t,T", "next_type", "Kind"),
        Binding("l,L", "next_level", "Level"),
        Binding("k,K", "toggle_points", "Key points"),
    ]

    def __init__(self, application: Application) -> None:
        super().__init__()
        self._application = application
        self._type = 0
        self._level = 0
        self._shows_points = False
        self._cards: dict[str, ReviewCard] = {}
        self._today: date | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A question answered before can be answered again."""
        return self.chosen in self._cards if action == "retry" else super().check_action(action, parameters)

    def read_lines(self, search: str) -> Sequence[Line]:
        """The questions that fit."""
        from interview_cli.app.learning import Learning
        from interview_cli.interview.questions import filter_questions

        kind, level = _TYPES[self._type], _LEVELS[self._level]
        found = filter_questions(self._application.library.questions(kind), difficulty=level)
        wanted = search.lower().split()
        found = [each for each in found if all(word in _searched(each) for word in wanted)]
        learning = Learning(self._application)
        self._cards, self._today = {card.question.id: card for card in learning.cards()}, learning.today
        names = ["All kinds" if kind is InterviewType.MIXED else TYPE_NAMES[kind.value]]
        names += [DIFFICULTY_NAMES[level.value]] if level else []
        self.note = " · ".join([*names, counted(len(found), "question")])
        return [Line(each.id, _line(each, self._cards.get(each.id))) for each in found]

    def read_detail(self, chosen: str) -> Content:
        """The whole question, how it went, and on demand what a strong answer has."""
        question = self._application.library.find(chosen)
        return _detail(question, self._cards.get(chosen), self._today, with_points=self._shows_points)

    def open(self, chosen: str) -> None:
        """Practise it."""
        from interview_cli.tui.plays import practise_question

        self.behind(lambda: GoPractise(practise_question(self._application, chosen)), self.post_message)

    def action_retry(self) -> None:
        """Answer it again, where it was answered last."""
        chosen = self.chosen
        if chosen in self._cards:
            self.behind(lambda: GoPractise(retry_of_question(self._application, chosen)), self.post_message)

    def action_next_type(self) -> None:
        """Only questions of the next type; at last all again."""
        self._type = (self._type + 1) % len(_TYPES)
        self.load()

    def action_next_level(self) -> None:
        """Only questions of the next difficulty; at last all again."""
        self._level = (self._level + 1) % len(_LEVELS)
        self.load()

    def action_toggle_points(self) -> None:
        """Show or hide what a strong answer has."""
        self._shows_points = not self._shows_points
        if (chosen := self.chosen) is not None:
            self.behind(lambda: self.read_detail(chosen), self.show_detail, "detail")


def _searched(question: Question) -> str:
    return " ".join((question.text, question.id, *question.topics, *question.roles)).lower().replace("_", " ")


def _line(question: Question, card: ReviewCard | None) -> Content:
    score = "" if card is None or card.last_score is None else f"{card.last_score:.0f}"
    return Content.assemble((f"{score:>3}  ", "bold $primary"), clean(question.text))


def _detail(question: Question, card: ReviewCard | None, today: date | None, *, with_points: bool) -> Content:
    about = [TYPE_NAMES[question.type.value], DIFFICULTY_NAMES[question.difficulty.value], f"bank {question.bank}"]
    lines = [Content.styled(clean(question.text), "bold"), Content.styled(clean(" · ".join(about)), "$muted")]
    topics = ", ".join(each.replace("_", " ") for each in question.topics)
    lines.append(Content.assemble(("About ", "$muted"), clean(topics)))
    if question.roles:
        lines.append(Content.assemble(("For ", "$muted"), clean(", ".join(question.roles))))
    if card is not None:
        score = "not scored" if card.last_score is None else f"{card.last_score:.0f} of 100"
        scored = counted(card.card.reviews, "day")
        lines.append(Content(f"\nLast score: {score}. Scored on {scored}. {comes_back(card, today)}"))
    sections = (
        ("A strong answer", question.key_points),
        ("Pitfalls", question.pitfalls),
        ("Follow-ups", question.follow_ups),
        ("An ideal answer", (question.ideal_answer,) if question.ideal_answer else ()),
    )
    for heading, items in sections if with_points else ():
        if items:
            lines.append(Content.styled(f"\n{heading}", "bold $primary"))
            lines += [Content(f"• {clean(item)}") for item in items]
    if not with_points:
        lines.append(Content.styled("\nK shows what a strong answer has in it.", "$muted"))
    return Content("\n").join(lines)
