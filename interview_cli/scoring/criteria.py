"""All criteria by name, and which of them shows each weakness."""

from __future__ import annotations

from typing import Final

from interview_cli.scoring.answer_criteria import CLARITY, CORRECTNESS, DEPTH, ORGANISATION, RELEVANCE, SCALE
from interview_cli.scoring.criterion import Criterion
from interview_cli.scoring.story_criteria import OUTCOME, OWNERSHIP, SPECIFICITY, STRUCTURE
from interview_cli.scoring.tags import Tag

GOOD: Final = 4.0
"""From this level on a criterion is worth praise (chosen)."""

CRITERIA: Final[dict[str, Criterion]] = {
    criterion.name: criterion
    for criterion in (
        *(STRUCTURE, OWNERSHIP, SPECIFICITY, OUTCOME, RELEVANCE, CORRECTNESS, DEPTH, SCALE, ORGANISATION, CLARITY),
    )
}
"""The criteria that rubrics may name."""

CRITERION_OF_TAG: Final[dict[Tag, str]] = {Tag.NO_TASK: "structure"} | {
    weakness.tag: criterion.name for criterion in reversed(CRITERIA.values()) for weakness in criterion.weaknesses
}
"""Where a weakness costs points, and where the quote for it is found."""

SHARE_OF_TAG: Final[dict[Tag, float]] = {
    weakness.tag: weakness.share for criterion in CRITERIA.values() for weakness in criterion.weaknesses
}
"""How much of its criterion a weakness costs, where several share one."""
