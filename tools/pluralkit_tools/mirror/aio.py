"""The asynchronous mirror, under asyncio or trio. What touches the store runs in a worker thread."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import anyio
from anyio import to_thread
from pluralkit_api import AsyncPluralKit, PluralKitError, events
from pluralkit_api.models import Group, Member, Switch, SwitchWithMembers, System, SystemSettings

from pluralkit_tools.receiver import AsgiApp, Lookup, asgi_receiver

from .base import POLL, BaseMirror, Done, advance, log
from .program import Notify, Progress, Steps
from .schedule import request
from .store import Store
from .views import Entry, Status

_AT_A_TIME = 8
"""How many systems are taken care of at a time."""


class AsyncMirror(BaseMirror[AsyncPluralKit]):
    """Asynchronous variant of `Mirror`, under asyncio or trio. Its methods have the same arguments."""

    def __init__(
        self,
        client: AsyncPluralKit | Callable[[UUID], AsyncPluralKit | None],
        store: Store,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        single = client if isinstance(client, AsyncPluralKit) else None
        super().__init__(single, None if isinstance(client, AsyncPluralKit) else client, store, clock)
        self._woken: anyio.Event | None = None

    async def add(self, system: UUID | None = None, *, progress: Progress | None = None) -> UUID:
        """See `Mirror.add`."""
        client = self._client_to_add(system)
        found = await client.systems.get("@me")
        synced = await to_thread.run_sync(self._added, found, system)
        steps = self._steps(str(found.uuid), hurry=not synced, strict=True, progress=progress)
        await self._drive(client, steps)
        return found.uuid

    async def step(self) -> None:
        """See `Mirror.step`. Takes care of several systems at a time."""
        ready = await to_thread.run_sync(self._ready)
        limiter = anyio.CapacityLimiter(_AT_A_TIME)

        async def take_care(system: str, client: AsyncPluralKit) -> None:
            async with limiter:
                await self._drive(client, self._steps(system))

        async with anyio.create_task_group() as tasks:
            for system, client in ready:
                tasks.start_soon(take_care, system, client)
        await to_thread.run_sync(self._beat)

    async def run(self) -> None:
        """Take care of all systems until it is cancelled; meant for a task."""
        while True:
            self._woken = woken = anyio.Event()
            try:
                await self.step()
            except Exception:
                log.exception("a step failed; the next one is in %g s", POLL)
            with anyio.move_on_after(POLL):
                await woken.wait()

    async def settle(self, system: UUID | None = None) -> None:
        """See `Mirror.settle`."""
        for each in await to_thread.run_sync(self._all, system):
            client = await to_thread.run_sync(self._client_of, each) or self._client_to_add(UUID(each))
            await to_thread.run_sync(partial(self._refresh, UUID(each), history=True))
            await self._drive(client, self._steps(each, hurry=True, strict=True))

    async def record(self, event: events.Event) -> None:
        """See `Mirror.record`."""
        await to_thread.run_sync(self._record, event)

    def handle(self, event: events.Event) -> None:
        """Let `run` apply what is in the journal at once. Call it in the event loop of `run`."""
        del event  # it is in the journal
        if self._woken is not None:
            self._woken.set()

    def overflow(self, system: UUID | None) -> None:
        """See `Mirror.overflow`."""
        self._refresh(system, history=False)
        if self._woken is not None:
            self._woken.set()

    def receiver(self, lookup: Lookup, *, max_body: int = 1024 * 1024) -> AsgiApp:
        """Make an ASGI application that receives the events of the mirrored systems.

        Args:
            lookup: The signing token, or a function from a system's UUID to its token.
            max_body: Bytes of a body at most.
        """
        return asgi_receiver(
            lookup, self.handle, before_answer=self.record, on_overflow=self.overflow, max_body=max_body
        )

    async def forget(self, system: UUID) -> None:
        """See `Mirror.forget`."""
        await to_thread.run_sync(self._store.forget, str(system))

    async def systems(self) -> list[UUID]:
        """See `Mirror.systems`."""
        return [UUID(each) for each in await to_thread.run_sync(self._store.systems)]

    async def system(self, system: UUID) -> System:
        """See `Mirror.system`."""
        return await to_thread.run_sync(self._read_system, system)

    async def settings(self, system: UUID) -> SystemSettings:
        """See `Mirror.settings`."""
        return await to_thread.run_sync(self._read_settings, system)

    async def members(self, system: UUID) -> list[Member]:
        """See `Mirror.members`."""
        return await to_thread.run_sync(self._read_members, system)

    async def groups(self, system: UUID) -> list[Group]:
        """See `Mirror.groups`."""
        return await to_thread.run_sync(self._read_groups, system)

    async def switches(
        self,
        system: UUID,
        *,
        since: datetime | None = None,
        before: datetime | None = None,
        limit: int | None = None,
    ) -> list[Switch]:
        """See `Mirror.switches`."""
        return await to_thread.run_sync(self._read_switches, system, since, before, limit)

    async def fronters(self, system: UUID) -> SwitchWithMembers | None:
        """See `Mirror.fronters`."""
        return await to_thread.run_sync(self._read_fronters, system)

    async def entries(self, system: UUID, name: str) -> list[Entry[Any]]:
        """See `Mirror.entries`."""
        return await to_thread.run_sync(self._read_entries, system, name)

    async def status(self, system: UUID) -> Status:
        """See `Mirror.status`."""
        return await to_thread.run_sync(self._read_status, system)

    async def _drive(self, client: AsyncPluralKit, steps: Steps) -> None:
        try:
            step = await to_thread.run_sync(advance, steps, None, None)
            while not isinstance(step, Done):
                if isinstance(step, Notify):
                    await self._tell(step)
                    step = await to_thread.run_sync(advance, steps, None, None)
                    continue
                try:
                    data = (await client.send(request(step.fetch))).data
                except PluralKitError as error:
                    step = await to_thread.run_sync(advance, steps, None, error)
                else:
                    step = await to_thread.run_sync(advance, steps, data, None)
        finally:
            steps.close()

    async def _tell(self, notice: Notify) -> None:
        for change in notice.changes:
            for callback in self._callbacks:
                try:
                    result = callback(change)
                    if inspect.isawaitable(result):
                        await result
                except Exception:
                    log.exception("a callback failed on a change of kind %s", change.kind)
