"""Reviews: the questions that come back, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from interview_cli.tui.navigation import GoPractise
from interview_cli.tui.replays import retry_of_question
from interview_cli.tui.screens.browse import BrowseScreen, Line
from interview_cli.tui.text import TYPE_NAMES, clean, counted

if TYPE_CHECKING:
    from datetime import date

    from interview_cli.app import Application
    from interview_cli.learning.review import ReviewCard
    from interview_cli.tui.replays import ReviewPlay


class ReviewsScreen(BrowseScreen):
    """What is due today at the top, in the order it will be asked; then what is due later."""

    HEADING = "Reviews"
    SEARCH = "Search question"
    EMPTY = "No question has been answered and scored yet. Practise one, and it comes back here."
    ABOUT = (
        "Every question you have answered comes back: soon when the answer was weak, later when it was strong. A day "
        "has a limit, so that a break is caught up over several days. Enter on a question answers that one alone."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Answer this one"),
        Binding("s,S", "start", "Start the review"),
        Binding("v,V", "start(True)", "Start aloud", show=False),
    ]

    def __init__(self, application: Application) -> None:
        super().__init__()
        self._application = application
        self._cards: dict[str, ReviewCard] = {}
        self._due: list[str] = []
        self._today: date | None = None
        self._play: ReviewPlay | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be started when nothing is due."""
        return bool(self._due) if action == "start" else super().check_action(action, parameters)

    def read_lines(self, search: str) -> Sequence[Line]:
        """The due ones first."""
        from interview_cli.app.learning import Learning

        learning = Learning(self._application)
        cards = learning.cards()
        due = learning.due(cards)
        self._cards = {card.question.id: card for card in cards}
        self._due = [card.question.id for card in due]
        self._today = learning.today
        reviewed = len(self._play.reviewed) if self._play else 0
        done = f"{counted(reviewed, 'question')} reviewed just now · " if reviewed else ""
        self.note = f"{done}{len(due)} due today · {counted(len(cards), 'question')}"
        later = [card for card in cards if card.question.id not in self._due]
        wanted = search.lower()
        return [
            Line(card.question.id, self._line(card))
            for card in [*due, *later]
            if wanted in card.question.text.lower()
        ]

    def _line(self, card: ReviewCard) -> Content:
        score = "–" if card.last_score is None else f"{card.last_score:.0f}"
        if card.question.id in self._due:
            when = ("today     ", "bold $warning")
        elif self._today is not None and card.card.due <= self._today:
            when = ("waiting   ", "$warning")
        else:
            when = (card.card.due.isoformat(), "$muted")
        return Content.assemble(when, (f" {score:>3}  ", "bold"), clean(card.question.text))

    def read_detail(self, chosen: str) -> Content:
        """What is known of a question's memory, and what keeps going missing."""
        card = self._cards[chosen]
        question = card.question
        topics = ", ".join(each.replace("_", " ") for each in question.topics)
        score = "not scored" if card.last_score is None else f"{card.last_score:.0f} of 100"
        lines = [
            Content.styled(clean(question.text), "bold"),
            Content.styled(clean(f"{TYPE_NAMES[question.type.value]} · {topics}"), "$muted"),
            Content(f"\nLast score: {score}, on {card.card.last_reviewed_on}."),
            Content(f"Scored on {counted(card.card.reviews, 'day')}."),
            Content(comes_back(card, self._today)),
        ]
        if card.missing:
            lines.append(Content.styled("\nMissing three times: say one sentence about each", "bold $warning"))
            lines += [Content(f"• {clean(point)}") for point in card.missing]
        return Content("\n").join(lines)

    def open(self, chosen: str) -> None:
        """Answer this one."""
        self.behind(lambda: GoPractise(retry_of_question(self._application, chosen)), self.post_message)

    def action_start(self, spoken: bool | None = None) -> None:
        """Answer everything that is due today, one after the other."""
        from interview_cli.tui.replays import ReviewPlay

        self._play = ReviewPlay()
        self.post_message(GoPractise(self._play, spoken))


def comes_back(card: ReviewCard, today: date | None) -> str:
    """When a question comes back, in a sentence."""
    due = card.card.due
    return f"Due since {due}." if today and due < today else "Due today." if due == today else f"Comes back on {due}."
