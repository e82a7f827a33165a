"""The whole answer, errors, and requests that are made without being sent."""

from pluralkit_api import ApiError, PluralKit, RateLimited, operations
from pluralkit_api.errors import InvalidModel, MemberNotFound


def show(done: int, total: int | None) -> None:
    print(f"{done} of {total or 'many'}")


def right(pk: PluralKit) -> None:
    response = pk.send(operations.get_member("maris"))
    print(response.data.name, response.status)
    if response.rate_limit is not None:
        print(response.rate_limit.remaining)
    members = pk.send_all([operations.get_member(each) for each in ("maris", "tobin")], progress=show)
    print(members[0].name)
    print(len(list(pk.switches.iterate("@me", progress=show))))
    try:
        pk.members.get("maris")
    except MemberNotFound as error:
        print(error.code, error.message)


def wrong(pk: PluralKit) -> None:
    response = pk.send(operations.get_member("maris"))
    print(response.name)  # wrong: response.data
    print(response.rate_limit.remaining)  # wrong: not every answer has it
    print(response.data.icon)  # wrong: a group's
    pk.send(operations.get_member)  # wrong: which?
    pk.send(operations.update_member("maris", pronoun="she/her"))  # wrong: no such key
    pk.send_all(operations.get_member("maris"))  # wrong: a list of them
    print(pk.send_all([operations.get_member("maris")])[0].data)  # wrong: the data itself
    pk.send("/members/maris")  # wrong: pk.request takes a path
    pk.request("/members/maris")  # wrong: a method and a path
    try:
        pk.members.create(name="Maris")
    except InvalidModel as error:
        print(error.errors["name"].message)  # wrong: one field may have several
    except RateLimited as error:
        print(error.retry_after + 1)  # wrong: the answer may not say
    except ApiError as error:
        print(error.code + 1)  # wrong: the answer may have none
