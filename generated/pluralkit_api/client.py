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
    ),
)


class PluralKit(Client):
    """Synchronous client; threads may share one.

    `pluralkit_runtime.Client` documents its arguments.
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

    `pluralkit_runtime.AsyncClient` documents its arguments.
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
