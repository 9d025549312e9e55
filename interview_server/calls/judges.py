"""The language model that the settings name, if any, and the judge that goes with it."""

from __future__ import annotations

from interview_cli.interview.ports import ChatModel, Judge
from interview_server.settings import Settings


def chat_model(settings: Settings) -> ChatModel | None:
    """The model of the settings; None when rules judge. Raises `UsageError`, `UnavailableError` of the tool."""
    if not settings.model:
        return None
    from interview_cli.llm.engines import open_chat_model
    from interview_cli.settings import LlmSettings

    return open_chat_model(LlmSettings(engine=settings.model, base_url=settings.model_url or None))


def judge_of(settings: Settings) -> Judge | None:
    """The judge with the model of the settings; None when rules judge.

    A model that fails raises ChatModelError; what then happens is the job's to decide.
    """
    model = chat_model(settings)
    if model is None:
        return None
    from interview_cli.scoring.judge import ModelJudge
    from interview_cli.scoring.rules import RulesJudge

    return ModelJudge(model, RulesJudge(), falls_back=False)
