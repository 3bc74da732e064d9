"""What remains to be done after the decision to make an offer."""

from __future__ import annotations

from models.records.feedback import ChecklistKind

_PER_KIND = {
    ChecklistKind.REFERENCES: (
        "Ask the candidate for references, at least one of them technical: a former manager or a peer",
        "Technical reference: what did the candidate really contribute, and what did others?",
        "Technical reference: how independently did they work?",
        "Technical reference: where are their limits, and what support did they need?",
        "Second reference called, or left out for a stated reason",
    ),
    ChecklistKind.OFFER: (
        "Pay range, equity structure and timeline are settled and approved",
        "Offer made by phone or in person, by the hiring manager",
        "Offer sent in writing, with the date by which an answer is hoped for",
        "Other offers of the candidate asked about: the best have several, so move fast",
        "Answer received and start date agreed",
    ),
    ChecklistKind.FIRST_90_DAYS: (
        "Access to data and systems is ready before the first day",
        "Documentation of the systems that they will own is collected",
        "A first project with milestones is chosen",
        "A colleague to ask is named",
        "Talk after 30 days: what is in the way?",
        "Talk after 60 days: is the first project on its way to users?",
        "Talk after 90 days: what did they ship, and what comes next?",
    ),
}


def checklist(kind: ChecklistKind) -> tuple[str, ...]:
    """Its items, in order; they are copied into the loop when it ends with an offer."""
    return _PER_KIND[kind]
