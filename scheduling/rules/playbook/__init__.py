"""What the product knows about hiring AI engineers before anybody has set anything up: rounds, questions, pay.

Pure facts and defaults; a team's own file overrides the rounds. All of it is plain text: whoever shows it escapes it.
"""

from scheduling.rules.playbook.checklists import checklist
from scheduling.rules.playbook.compensation import (
    ADJUSTMENTS,
    Adjustment,
    Engagement,
    Level,
    PayRange,
    Region,
    Source,
    compensation,
    regions,
)
from scheduling.rules.playbook.competencies import competencies
from scheduling.rules.playbook.questions import questions
from scheduling.rules.playbook.red_flags import red_flags
from scheduling.rules.playbook.rounds import HANDS_ON_MINUTES, default_rounds

__all__ = [
    "ADJUSTMENTS",
    "HANDS_ON_MINUTES",
    "Adjustment",
    "Engagement",
    "Level",
    "PayRange",
    "Region",
    "Source",
    "checklist",
    "compensation",
    "competencies",
    "default_rounds",
    "questions",
    "red_flags",
    "regions",
]
