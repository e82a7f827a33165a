"""The sync client is called, the async one awaited."""

from pluralkit_api import AsyncPluralKit, PluralKit


async def right(pk: AsyncPluralKit) -> None:
    print((await pk.systems.get("@me")).name)
    async for switch in pk.switches.iterate("@me"):
        print(switch.id)


async def wrong(pk: AsyncPluralKit, sync: PluralKit) -> None:
    print(pk.systems.get("@me").name)  # wrong: not awaited
    for _ in pk.members.list("@me"):  # wrong: not awaited
        print("a member")
    pk.members.delete("maris")  # wrong: not awaited, so never sent
    for _ in pk.switches.iterate("@me"):  # wrong: async for
        print("a switch")
    await pk.switches.iterate("@me")  # wrong: async for
    await sync.systems.get("@me")  # wrong: it is there already
    async for _ in sync.switches.iterate("@me"):  # wrong: for
        print("a switch")
    with pk:  # wrong: async with
        pass
    async with sync:  # wrong: with
        pass
