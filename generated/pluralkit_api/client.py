# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""The synchronous and the asynchronous client."""

from __future__ import annotations

from functools import cached_property

from pluralkit_runtime import ApiSpec, AsyncClient, Client, WireFormat

from . import async_resources, operations, resources
from .errors import BY_CODE

_API = ApiSpec(
    base_url="https://api.pluralkit.me/v2",
    operations=operations.ALL,
    limits={"generic_get": 10, "generic_update": 3, "own_system_get": 10, "own_system_update": 3},
    errors=BY_CODE,
    wire_format=WireFormat(
        own_reference="@me",
        bearer_prefix="pkapi:",
        scope_header="X-RateLimit-Scope",
        limit_header="X-RateLimit-Limit",
        remaining_header="X-RateLimit-Remaining",
        reset_header="X-RateLimit-Reset",
        reset_milliseconds_from=100000000000,
        signature_field="signing_token",
        retry_after_units=1000,
        application_header="X-PluralKit-App",
    ),
)


class PluralKit(Client):
    """Synchronous client; threads may share one.

    Args:
        user_agent: Your application and a contact, as the API asks for: "my-app/1.0 (me@example.org)".
        token: The token of a system, or a key with scopes; None calls without one.
        app_token: The token of a registered application, whose limits are higher; beside `token` or without
            it.
        base_url: Where the API is; by default the deployed service.
        timeout: Seconds for a call, from its first rate-limit slot on: connecting, sending, retries and
            their rate-limit slots together. Default: 30.
        max_queue_time: Seconds that a call may wait for its first rate-limit slot. None (default): any time;
            behind many other calls that can take minutes.
        retry: When a call is sent again; None: never. By default up to 4 attempts within 30 s.
        rate_limiter: Keeps calls to the rate that the API allows. By default the client's own; None: calls
            go out at once, so that the API may refuse them.
        default_headers: Headers of every request; those that the client sets itself are refused.
        hooks: Functions that are called with each notice of the module `hooks`, on the calling thread or
            task. What one raises is logged.
        http_client: An httpx client to send by, for proxies and the like. It is used as it is, and `close`
            leaves it open; redirects are not followed. With the transports of httpx itself, proxies and Unix
            sockets included, the timeout is exact. Of another transport each phase (connecting, sending,
            each read) is limited to the time that is left, so that a call can take longer by one phase. An
            exception of one of its event hooks comes out of the call as it is; only the HTTPStatusError of
            `raise_for_status` becomes the error for its status.

    Raises:
        ValueError: An argument cannot be sent; the message names it.
        TypeError: An argument has a wrong type; the message names it.
    """

    api = _API

    @cached_property
    def systems(self) -> resources.Systems:
        """A system, its settings and what belongs to it as a whole."""
        return resources.Systems(self)

    @cached_property
    def members(self) -> resources.Members:
        """The members of a system."""
        return resources.Members(self)

    @cached_property
    def groups(self) -> resources.Groups:
        """Groups of members."""
        return resources.Groups(self)

    @cached_property
    def switches(self) -> resources.Switches:
        """Who fronted when."""
        return resources.Switches(self)

    @cached_property
    def messages(self) -> resources.Messages:
        """Messages that were proxied."""
        return resources.Messages(self)


class AsyncPluralKit(AsyncClient):
    """Asynchronous variant of `PluralKit`, under asyncio or trio.

    Args:
        user_agent: Your application and a contact, as the API asks for: "my-app/1.0 (me@example.org)".
        token: The token of a system, or a key with scopes; None calls without one.
        app_token: The token of a registered application, whose limits are higher; beside `token` or without
            it.
        base_url: Where the API is; by default the deployed service.
        timeout: Seconds for a call, from its first rate-limit slot on: connecting, sending, retries and
            their rate-limit slots together. Default: 30.
        max_queue_time: Seconds that a call may wait for its first rate-limit slot. None (default): any time;
            behind many other calls that can take minutes.
        retry: When a call is sent again; None: never. By default up to 4 attempts within 30 s.
        rate_limiter: Keeps calls to the rate that the API allows. By default the client's own; None: calls
            go out at once, so that the API may refuse them.
        default_headers: Headers of every request; those that the client sets itself are refused.
        hooks: Functions that are called with each notice of the module `hooks`, on the calling thread or
            task. What one raises is logged.
        http_client: An httpx client to send by, for proxies and the like. It is used as it is, and `close`
            leaves it open; redirects are not followed. With the transports of httpx itself, proxies and Unix
            sockets included, the timeout is exact. Of another transport each phase (connecting, sending,
            each read) is limited to the time that is left, so that a call can take longer by one phase. An
            exception of one of its event hooks comes out of the call as it is; only the HTTPStatusError of
            `raise_for_status` becomes the error for its status.

    Raises:
        ValueError: An argument cannot be sent; the message names it.
        TypeError: An argument has a wrong type; the message names it.
    """

    api = _API

    @cached_property
    def systems(self) -> async_resources.Systems:
        """A system, its settings and what belongs to it as a whole."""
        return async_resources.Systems(self)

    @cached_property
    def members(self) -> async_resources.Members:
        """The members of a system."""
        return async_resources.Members(self)

    @cached_property
    def groups(self) -> async_resources.Groups:
        """Groups of members."""
        return async_resources.Groups(self)

    @cached_property
    def switches(self) -> async_resources.Switches:
        """Who fronted when."""
        return async_resources.Switches(self)

    @cached_property
    def messages(self) -> async_resources.Messages:
        """Messages that were proxied."""
        return async_resources.Messages(self)
