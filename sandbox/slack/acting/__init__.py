"""Acting as a person: what a Slack client lets people do, and the payloads that Slack makes of it."""
