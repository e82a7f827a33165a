"""A command for each operation of the API."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import click

from .inspection import OWN, Method, Parameter, resources
from .options import client, confirm, shared
from .output import show
from .values import Cleared, Converter, converter


def groups() -> Iterator[click.Group]:
    """Make a group of commands for each resource of the client."""
    for name, (description, methods) in resources().items():
        commands = [_command(method) for method in methods]
        yield click.Group(name, commands=commands, help=description, params=shared())


def _command(method: Method) -> click.Command:
    parameters = [_parameter(method, each) for each in method.parameters]

    def run(**given: Any) -> None:
        _run(method, given)

    return click.Command(
        method.name.replace("_", "-"),
        callback=run,
        params=[*parameters, *shared(deletes=method.name.startswith("delete"))],
        help="\n\n".join(each for each in (method.summary, method.details) if each),
        short_help=method.summary,
    )


def _parameter(method: Method, parameter: Parameter) -> click.Parameter:
    """An argument or an option.

    The own system is the default, and stands first in the method; before other arguments it is an option,
    since an argument can only be left out at the end.
    """
    kind: Converter = converter(parameter)
    positional = [each for each in method.parameters if each.is_positional]
    if parameter.takes_own:
        if len(positional) == 1:
            return click.Argument([parameter.name], default=OWN, type=kind)
        help_ = f"{parameter.description} [default: {OWN}]"
        return click.Option([f"--{parameter.name}"], default=OWN, type=kind, metavar="REF", help=help_)
    if parameter.is_positional:
        if parameter.is_list:
            return click.Argument([parameter.name], nargs=-1, type=kind)
        return click.Argument([parameter.name], type=kind)
    return _option(parameter, kind)


def _option(parameter: Parameter, kind: Converter) -> click.Option:
    description = parameter.description
    flag = f"--{parameter.name.replace('_', '-')}"
    if parameter.type is bool:
        switch = f"{flag}/--no-{parameter.name.replace('_', '-')}"
        return click.Option([switch, parameter.name], default=None, help=description)
    if parameter.is_list:
        return click.Option(
            [flag.removesuffix("s"), parameter.name],
            multiple=True,
            type=Cleared(kind),
            help=f"{description} May be given several times; once and empty stands for none.",
        )
    if parameter.is_nullable:
        kind, description = Cleared(kind), f"{description} Empty: none."
    return click.Option(
        [flag, parameter.name], required=parameter.is_required, type=kind, help=description or None
    )


def _run(method: Method, given: Mapping[str, Any]) -> None:
    context = click.get_current_context()
    args: list[object] = []
    fields: dict[str, Any] = {}
    for parameter in method.parameters:
        value = given[parameter.name]
        if parameter.is_positional:
            args.append(list(value) if parameter.is_list else value)
        elif _is_given(context, parameter):
            value = [each for each in value if each is not None] if parameter.is_list else value
            target = fields if parameter.within is None else fields.setdefault(parameter.within, {})
            target[parameter.name] = value
    try:
        request = method.request(*args, **fields)
    except (TypeError, ValueError) as error:
        flags = _flags(context, method)
        if isinstance(error, TypeError) and flags and not fields:
            raise click.UsageError(
                f"nothing to change: give one or more of {', '.join(flags)}", context
            ) from None
        raise click.UsageError(str(error), context) from None
    operation = request.operation
    if operation.method == "DELETE":
        confirm(context, f"{method.summary.removesuffix('.')} {args[-1]}?")
    with client(context, needs_token=operation.method != "GET" or OWN in args) as pk:
        response = pk.send(request)
    if response.content:
        show(json.loads(response.content))


def _flags(context: click.Context, method: Method) -> list[str]:
    """The options of a command that stand for keywords of the method."""
    keywords = {each.name for each in method.parameters if not each.is_positional}
    return [each.opts[0] for each in context.command.params if each.name in keywords]


def _is_given(context: click.Context, parameter: Parameter) -> bool:
    source = context.get_parameter_source(parameter.name)
    # A list that must be there, such as the members of a switch, is empty where nothing is given.
    return parameter.is_required or source is not click.core.ParameterSource.DEFAULT
