"""Sends one request to the Calendar API and says in the port's words what became of it. No retries of our own.

httplib2 is not thread-safe, so no two threads ever use one `Http` at a time; one that failed is thrown away. httplib2
resends a request by itself when a connection breaks before an answer: every write of ours stands that (an insert by its
id, a patch by its etag, a delete by nature). What it does not notice in time is that a connection was closed while it
lay idle, as any server does after a while: such a one is dropped before it is used.
"""

from __future__ import annotations

import logging
import select
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import google_auth_httplib2
import httplib2
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError
from googleapiclient.discovery import build
from googleapiclient.errors import Error, HttpError

from scheduling.google.refusals import AuthFault, Expected, Refusal, fault_of, read_refusal
from scheduling.ports import TransientFault

_log = logging.getLogger(__name__)
_SERVICE_PATH = "/calendar/v3"
_BROKEN = (OSError, HTTPException, httplib2.HttpLib2Error)


class Wire:
    """`events` and `free_busy` make requests, `send` sends them. `timeout` (seconds) holds for connecting and for each
    read. `api_url` None is Google's own address; another may be given with or without the path of the API."""

    def __init__(self, credentials: Credentials, *, api_url: str | None, timeout: float) -> None:
        self._credentials = credentials
        self._timeout = timeout
        self._token_lock = Lock()
        self._token_failures = 0
        self._token_error = ""
        self._idle: list[httplib2.Http] = []
        self._idle_lock = Lock()
        options = {"api_endpoint": service_root(api_url)} if api_url else None
        service = build(
            "calendar", "v3", http=httplib2.Http(), client_options=options, static_discovery=True, cache_discovery=False
        )  # the Http given here is never used: each request gets one of its own when it is sent
        self.events: Any = service.events()  # kept: asking for them anew takes 5 to 10 ms of making methods
        self.free_busy: Any = service.freebusy()

    def send(self, request: Any, *, writes: bool, expect: frozenset[int] = frozenset()) -> dict[str, Any]:
        """The answer's body ({} for none). Raises Expected for a status in `expect`, else the port's faults."""
        with self._lent() as http:
            used = self._token(http)
            outcome = self._once(request, http, writes=writes)
            if isinstance(outcome, Refusal) and outcome.status == 401:  # the token died before its time: once again
                self._token(http, not_this=used)
                outcome = self._once(request, http, writes=writes)
        if not isinstance(outcome, Refusal):
            return outcome
        if outcome.status in expect and outcome.by_api:
            raise Expected(outcome)
        _log.warning("calendar refused %s: %s %s", request.methodId, outcome.status, outcome.reason)
        raise fault_of(outcome, writes=writes)

    def check_token(self) -> None:
        """Gets a new token, to see that it can be got. Raises AuthFault."""
        with self._lent() as http:
            self._token(http, not_this=self._credentials.token)

    def close(self) -> None:
        """Closes the connections that are not in use."""
        with self._idle_lock:
            idle, self._idle = self._idle, []
        for http in idle:
            http.close()

    def _once(self, request: Any, http: httplib2.Http, *, writes: bool) -> dict[str, Any] | Refusal:
        try:
            body = request.execute(http=_Authorised(http, self._credentials), num_retries=0)
        except HttpError as error:
            return read_refusal(error.status_code, error.resp, error.content)
        except TimeoutError:
            raise TransientFault("timeout", maybe_done=writes) from None
        except (ConnectionRefusedError, httplib2.ServerNotFoundError):
            raise TransientFault("unreachable") from None
        except ssl.SSLError:
            raise TransientFault("tls", maybe_done=writes) from None
        except _BROKEN:
            raise TransientFault("connection_lost", maybe_done=writes) from None
        except (Error, ValueError, TypeError, LookupError, AttributeError):  # the client trips over odd error bodies
            raise TransientFault("bad_answer", maybe_done=writes) from None
        if body and not isinstance(body, dict):
            raise TransientFault("bad_answer", maybe_done=writes)
        return body or {}

    def _token(self, http: httplib2.Http, *, not_this: str | None = None) -> str:
        """A token that is valid and, after one was refused, another one; fetched by one thread for all. Whoever waited
        while it could not be had does not try again."""
        failures_before = self._token_failures
        with self._token_lock:
            if self._token_failures != failures_before:
                raise AuthFault(self._token_error)
            if not self._credentials.valid or self._credentials.token == not_this:
                try:
                    self._credentials.refresh(google_auth_httplib2.Request(http))  # type: ignore[no-untyped-call]
                except (GoogleAuthError, ValueError, *_BROKEN) as problem:
                    self._token_failures += 1
                    self._token_error = _oauth_error(problem)
                    _log.warning("no token for the calendar: %s", self._token_error)
                    raise AuthFault(self._token_error) from None
            return str(self._credentials.token)

    def _new_http(self) -> httplib2.Http:
        made = httplib2.Http(timeout=self._timeout)
        made.follow_redirects = False  # the API never redirects; whoever does must not get the token
        return made

    @contextmanager
    def _lent(self) -> Iterator[httplib2.Http]:
        with self._idle_lock:
            http = self._idle.pop() if self._idle else self._new_http()
        _drop_closed(http)
        try:
            yield http
        except BaseException:
            http.close()  # an answer may still be on its way: the next request must not take it for its own
            raise
        with self._idle_lock:
            self._idle.append(http)


class _Authorised:
    """What googleapiclient needs of an Http, with the token put on. Refreshing is `Wire`'s, so that a token that cannot
    be had is never mistaken for a write whose outcome is unknown."""

    def __init__(self, http: httplib2.Http, credentials: Credentials) -> None:
        self._http = http
        self._credentials = credentials

    def request(self, uri: str, method: str = "GET", *, body: Any, headers: Mapping[str, str]) -> Any:
        signed = dict(headers)
        self._credentials.apply(signed)  # type: ignore[no-untyped-call]
        return self._http.request(uri, method, body=body, headers=signed)


def service_root(api_url: str) -> str:
    """The address under which the methods are, with a slash at its end."""
    base = api_url.rstrip("/")
    return f"{base}/" if urlsplit(base).path.endswith(_SERVICE_PATH) else f"{base}{_SERVICE_PATH}/"


def _drop_closed(http: httplib2.Http) -> None:
    """Closes our end of the connections whose other end is closed. Written to, they would break the request in the
    middle of its body, which httplib2 does not send again. Nothing is due on an idle one, so readable means closed."""
    for connection in http.connections.values():
        if connection.sock is None:
            continue
        waiting = select.poll()
        waiting.register(connection.sock, select.POLLIN)
        if waiting.poll(0):
            connection.close()  # httplib2 connects anew


def _oauth_error(problem: Exception) -> str:
    """The error code of the token endpoint (RFC 6749, 5.2), or what kept us from asking."""
    told = problem.args[1] if isinstance(problem, GoogleAuthError) and len(problem.args) > 1 else None
    code = told.get("error") if isinstance(told, dict) else None
    if isinstance(code, str) and code.replace("_", "").isalpha() and len(code) <= 64:
        return code
    return "unreachable" if isinstance(problem, _BROKEN) else "refused"
