"""A strict stand-in for a Slack workspace and the Slack Web API, on a loopback address.

An app that runs against the real Slack runs against this one by changing its base address: `local_slack` serves a
`Workspace`, its `LocalSlack` delivers what people do to the app (by `HttpDelivery` or `SocketDelivery`), and hands out
a `Person` to act as.
"""

from sandbox.slack.acting.limits import FormIncomplete, NotPossible
from sandbox.slack.acting.person import Person
from sandbox.slack.delivery.http import HttpDelivery
from sandbox.slack.delivery.requests import Answer, Kind, Outbound, Problem
from sandbox.slack.delivery.socket import SocketDelivery
from sandbox.slack.http_app import create_app
from sandbox.slack.identity import AppIdentity, Strictness, Team
from sandbox.slack.local_slack import Delivered, LocalSlack, local_slack
from sandbox.slack.messages import Message
from sandbox.slack.users import User
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

__all__ = [
    "Answer",
    "AppIdentity",
    "Delivered",
    "FormIncomplete",
    "HttpDelivery",
    "Kind",
    "LocalSlack",
    "Message",
    "NotPossible",
    "Outbound",
    "Person",
    "Problem",
    "SocketDelivery",
    "Strictness",
    "Team",
    "User",
    "View",
    "Workspace",
    "create_app",
    "local_slack",
]
