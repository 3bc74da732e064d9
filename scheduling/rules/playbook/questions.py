"""The question bank: what to ask in which round, and what a good answer goes through."""

from __future__ import annotations

from models.records.openings import RoundKind

_SCREEN = (
    "Which AI application of yours have real users had in their hands, and what was its hardest way to fail?",
    "What was your own part in it, and what did others build?",
    "What did you do when the data you needed was incomplete?",
    "Tell me of a technical decision that you had to explain to somebody who is not an engineer.",
    "Does our pay range fit, and so do the place and the start? Is there a visa to think of?",
)
_DEEP_DIVE = (
    (
        "A retrieval pipeline in production brings back relevant documents 60 % of the time. How do you find out why, "
        "and how do you mend it? (Good answers go through chunk size, embedding model, k, reranking and rewriting the "
        "query.)"
    ),
    "When do you fine-tune, when do you retrieve, when is a better prompt enough? How do you measure that it worked?",
    "Your recall stands at 78 %. Why not 95 %, and what would the missing part cost?",
    "What is in your golden dataset, who keeps it, and what happens when a change makes it worse?",
    "Take one AI feature from end to end: where did it break, how was it noticed, what did you change?",
    "A model that you trained or fine-tuned yourself: architecture, data, evaluation.",
    "It was good in development and poor in production. How do you go about it?",
    "How do you version, deploy and watch what you run? When did the watching save you?",
)
_HANDS_ON = (
    "Before we write any code: what would you want to know about the task?",
    "Build the smallest retrieval and generation pipeline that answers these questions. What did you leave out?",
    "How do we know that it works? Add an evaluation that would have caught a mistake.",
    "Find three inputs on which it fails. Which of them matters most to a user?",
    "What does one request cost and how long does it take? What would you cut first?",
    "Would you call a hosted model here or run your own? What would make you choose the simpler way?",
)
_DESIGN = (
    "Design the search over a company's knowledge base: data flow, latency, cost, monitoring, and what if it fails?",
    "Design a pipeline that finds fraud while the payment is being made. What do you decide without a model?",
    "Which of these requirements is too vague to build on? Whom do you ask, and what?",
    "What could a user, or a document, make this system do that it must not? How do you hold it back?",
    "When were you unsure, and which experiment told you?",
    "Which part of this would you not build in the first three months?",
)
_PER_ROUND = {
    RoundKind.SCREEN: _SCREEN,
    RoundKind.DEEP_DIVE: _DEEP_DIVE,
    RoundKind.HANDS_ON: _HANDS_ON,
    RoundKind.DESIGN: _DESIGN,
}


def questions(kind: RoundKind) -> tuple[str, ...]:
    """Questions for one round, the most telling first."""
    return _PER_ROUND[kind]
