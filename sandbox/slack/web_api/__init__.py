"""The Slack Web API (`/api/<method>`), its strictness included. `http` serves it, the other modules are its methods."""
