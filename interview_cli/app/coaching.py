"""The coach: questions about one's own preparation, answered from sessions, stories, CV, job and progress."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from interview_cli.app.coach_answers import MOST_SENTENCES, Marks, checked, source_of
from interview_cli.app.learning import Learning
from interview_cli.app.shelf import CvInHand, Documents, JobInHand
from interview_cli.errors import ChatModelError
from interview_cli.learning.coach import (
    Passage,
    Reply,
    Step,
    asks_for_next,
    asks_how_it_went,
    reply,
    search,
    words_asked,
)
from interview_cli.learning.progress import Next
from interview_cli.storage.coaching import Conversations

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.contracts.cv import CoachReply, Source
    from interview_cli.contracts.resume import Resume
    from interview_cli.cv.lines import Line
    from interview_cli.interview.model import DocumentKind
    from interview_cli.interview.ports import ChatModel

_NAMES: Final = frozenset({"position", "institution", "area", "title", "name", "language"})
RULES: Final = "rules"
MOST_ANSWERS: Final = 40
"""The maximum number of past answers compared with a question (chosen)."""

MOST_RECORDS: Final = 12
"""The maximum number of records given to a model (chosen)."""

MOST_SESSIONS: Final = 5
"""The number of recent sessions that show how it went (chosen)."""

REMEMBERED: Final = 4
"""The maximum number of earlier exchanges of a conversation given to a model (chosen)."""


class Coach:
    """One conversation. CV and job are those named, else the ones added last. Every method raises StorageError."""

    def __init__(
        self,
        application: Application,
        *,
        cv: str | None = None,
        job: str | None = None,
        resume: str | None = None,
    ) -> None:
        """`resume` continues a conversation by its id or `last`. Raises InputError when there is no such thing."""
        self._application = application
        self._learning = Learning(application)
        self._cv_named, self._job_named = cv, job
        self.fallback_reason: str | None = None
        """Why the rules gave the last answer although a model was asked; None when they did not."""
        self._conversations = Conversations(application.store.database, application.clock)
        self.conversation = self._conversations.resolve(resume) if resume else str(uuid.uuid4())

    def ask(self, question: str) -> CoachReply:
        """The answer by rules, kept in the conversation."""
        said = " ".join(question.split())
        about = self._meant(said)
        standing = self._standing() if asks_how_it_went(about) else []
        missing = self._gaps() if self._cv and self._job else None
        found = reply(about, self._passages(about), self._steps, self._learning.vectors, standing, missing)
        return self._kept(said, found, RULES)

    def propose(self) -> Reply:
        """What to do next, without a question."""
        return reply("What next?", [], self._steps)

    async def ask_model(self, question: str, model: ChatModel, say: Callable[[str], None]) -> CoachReply:
        """The answer of a model from the same records, sentence by sentence as each has been checked.

        A sentence that holds a figure, name or quotation which no record has is left out; when none is left, or the
        model fails, the rules answer.
        """
        from interview_cli.prompting import load_prompt

        self.fallback_reason = None
        said = " ".join(question.split())
        about = self._meant(said)
        passages = self._passages(about)
        ranked = [passage for passage, _ in search(about, passages, self._learning.vectors)]
        standing = self._standing() if asks_how_it_went(about) else []
        chosen = list(dict.fromkeys((*standing, *ranked, *passages)))[:MOST_RECORDS]
        steps = self._steps
        records = [f"[{number}] {each.label}: {each.text}" for number, each in enumerate(chosen, 1)]
        records += [f"Practise next: {each.why} ({each.command})" for each in steps[:2]]
        earlier = self._conversations.exchanged(self.conversation)[-REMEMBERED:]
        told = "\n".join(f"They: {each.question}\nYou: {each.reply['answer']}" for each in earlier)
        prompt = load_prompt("coach", self._application.paths.prompts)
        messages = prompt.render(
            {"sentences": MOST_SENTENCES}, {"records": "\n".join(records), "earlier": told, "question": said}
        )
        kept: list[str] = []
        marks = Marks(len(chosen))
        try:
            async for sentence in checked(model.stream(messages), [*records, said]):
                kept.append(marks.anew(sentence))
                say(kept[-1])
        except ChatModelError as error:
            self.fallback_reason = error.message
        if not kept:
            self.fallback_reason = self.fallback_reason or f"{model.name} gave no answer that your records support."
            return self.ask(said)
        self.fallback_reason = None
        rests_on = tuple(source_of(chosen[number - 1], mark) for mark, number in enumerate(marks.used, 1))
        return self._kept(said, Reply(" ".join(kept), rests_on, steps[0].command if steps else None), model.name)

    @property
    def cv_text(self) -> str | None:
        """The text of the CV that is spoken of; its names are masked where a remote model is not to see them."""
        return self._cv.text if self._cv else None

    @property
    def records_leave_to(self) -> str:
        """What of the person's own a model is given, in words."""
        return "Your question, answers, CV and job post"

    def _kept(self, question: str, found: Reply, writer: str) -> CoachReply:
        made: CoachReply = {
            "conversation": self.conversation,
            "question": question,
            "answer": found.answer,
            "rests_on": list(found.rests_on),
            "next_command": found.next_command,
            "writer": writer,
        }
        self._conversations.keep(self.conversation, question, made)
        return made

    def _meant(self, question: str) -> str:
        """The question; one that names nothing is about what was asked before."""
        if words_asked(question) or asks_for_next(question) or asks_how_it_went(question):
            return question
        earlier = self._conversations.exchanged(self.conversation)
        return f"{earlier[-1].question} {question}" if earlier else question

    @cached_property
    def _cv(self) -> CvInHand | None:
        named = self._cv_named or self._last_added("cv")
        return Documents(self._application).cv(named) if named else None

    @cached_property
    def _job(self) -> JobInHand | None:
        named = self._job_named or self._last_added("job")
        return Documents(self._application).job(named) if named else None

    def _last_added(self, kind: DocumentKind) -> str | None:
        """The id of what was added last, as long as its file is there."""
        shelf = self._application.store.shelf
        return next((each.id for each in shelf.documents(kind)[:1] if shelf.file_of(each).is_file()), None)

    def _passages(self, question: str) -> list[Passage]:
        """What can answer a question: answers found by their words, stories, lines of the CV and of the job."""
        found = []
        for each in self._conversations.said_about(words_asked(question), MOST_ANSWERS):
            label = f"Session {each.session_id[:8]} of {each.started_on}, answer {each.number} (“{each.question}”)"
            command = f"interview feedback {each.session_id[:8]}"
            found.append(Passage("session", each.session_id, each.text, label, command))
        for story in self._learning.store.stories():
            command = f"interview stories show {story.id[:8]}"
            found.append(Passage("story", story.id, story.text, f"Your story “{story.title}”", command))
        if self._cv is not None:
            from interview_cli.cv.lines import bullets_of, lines_of

            identity = self._cv.document.id if self._cv.document else self._cv.name
            resume = self._cv.parsed["resume"]
            lines = lines_of(resume)
            named = [each for each in lines if each.field in _NAMES and each.section not in {"basics", "skills"}]
            for line in [*bullets_of(lines), *named]:
                label = f"Your CV, {_entry(resume, line)}, {_place(line)}"
                found.append(Passage("cv", identity, line.text, label))
            found += [Passage("cv", identity, text, "Your CV, among the skills") for text in _skills(resume)]
        if self._job is not None:
            identity = self._job.document.id if self._job.document else self._job.name
            post = self._job.post
            asked = [each["sentence"] for each in (*post["must_have"], *post["nice_to_have"])]
            texts = dict.fromkeys((*asked, *post["responsibilities"]))
            found += [Passage("job", identity, text, f"The job “{self._job.title}”") for text in texts]
        return found

    @cached_property
    def _steps(self) -> list[Step]:
        """What to do, the most pressing first."""
        steps = [
            Step(
                f"your {each.type.value.replace('_', ' ')} session of {each.started_at:%Y-%m-%d} is not finished.",
                f"interview practice --continue {each.id[:8]}",
                ({"kind": "session", "id": each.id, "quote": f"{each.answers} of {each.questions} answered"},),
            )
            for each in self._application.store.history.unfinished()[:1]
        ]
        progress, due = self._learning.progress()
        suggestion = progress.suggestion
        rests_on: Source = {"kind": "progress", "id": suggestion.what.value, "quote": suggestion.why}
        suggested = [Step(f"{suggestion.why}.", suggestion.command, (rests_on,))]
        about_job = self._about_job()
        if suggestion.what is Next.INTERVIEW and (options := self._session_options()):
            suggested = [replace(suggested[0], command=suggestion.command + options)] if not about_job else []
        return [*steps, *suggested, *about_job] if due else [*steps, *about_job, *suggested]

    def _standing(self) -> list[Passage]:
        """The last sessions that were finished, with their scores."""
        found = []
        for each in self._application.store.history.list_sessions(limit=MOST_SESSIONS):
            if each.overall_score is not None:
                kind = each.type.value.replace("_", " ")
                label = f"{each.started_at.astimezone():%Y-%m-%d}, {kind} ({each.id[:8]})"
                score = f"{each.overall_score:.0f} of 100"
                found.append(Passage("session", each.id, score, label, f"interview feedback {each.id[:8]}"))
        return found

    def _session_options(self) -> str:
        """The CV and the job as a session gets them."""
        named = {"--cv": self._cv, "--job": self._job}
        return "".join(f" {option} {_reference(found)}" for option, found in named.items() if found is not None)

    def _about_job(self) -> list[Step]:
        """An interview about CV and job, until one has been held; the more so for what the CV does not show."""
        if self._cv is None or self._job is None:
            return []
        if self._job.document is not None and self._job.document.sessions:
            return []
        why = f"Practise an interview about your CV and the job “{self._job.title}”: you have held none yet."
        return self._gaps()[:1] or [Step(why, self._practice)]

    def _gaps(self) -> list[Step]:
        """An interview for each must-have of the job that the CV does not show; none without a CV and a job."""
        if self._cv is None or self._job is None:
            return []
        from interview_cli.cv.questions import about_gaps

        identity = self._job.document.id if self._job.document else self._job.name
        steps = []
        for gap in about_gaps(self._cv.parsed["resume"], self._job.post):
            said = next(
                (each["sentence"] for each in self._job.post["must_have"] if each["sentence"] in gap.why), None
            )
            sources: list[Source] = [{"kind": "job", "id": identity, "quote": said}] if said else []
            steps.append(Step(gap.why, self._practice, tuple(sources)))
        return steps

    @property
    def _practice(self) -> str:
        return f"interview practice{self._session_options()}"


def _place(line: Line) -> str:
    """Where a line of the CV stands, as far as the file tells."""
    page = f"page {line.page}, " if line.page is not None else ""
    return f"{page}line {line.line}" if line.line is not None else line.path


def _entry(resume: Resume, line: Line) -> str:
    """What a line of the CV belongs to: the employer of a position, the name of a project, else its section."""
    section, _, rest = line.path.partition(".")
    number = rest.partition(".")[0]
    if section not in {"work", "projects"} or not number.isdigit():
        return section
    entries: Any = resume.get(section, [])
    return str(entries[int(number)].get("name") or section)


def _skills(resume: Resume) -> list[str]:
    """Each list of skills as it is written, as far as the file tells."""
    provenance = resume.get("meta", {}).get("provenance", {})
    found = []
    for number, group in enumerate(resume.get("skills", [])):
        origin = provenance.get(f"skills.{number}.keywords")
        found.append((origin and origin["quote"]) or ", ".join(group.get("keywords", [])))
    return [each for each in dict.fromkeys(found) if each]


def _reference(found: CvInHand | JobInHand) -> str:
    return found.document.id[:8] if found.document else found.name
