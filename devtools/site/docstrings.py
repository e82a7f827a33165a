"""griffe extension that lists parameters and fields once, with types from the code.

Generated docstrings list parameters and fields with their types, for `help()`. The site takes the types from
the code, with links, and griffe's own extension adds the keys of `**changes: Unpack[...]` to the parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from griffe import Class, DocstringSectionAttributes, DocstringSectionParameters, Extension, Function, Module

_GENERATED = "pluralkit_api"
_TREE = re.compile(r"^\* .*(?:\n +.*)*", re.MULTILINE)


class ShowOnce(Extension):
    """Lists each parameter once, and documented fields in the description of their class alone."""

    def on_package(self, *, pkg: Module, **_: Any) -> None:
        """Called by griffe for each package, once it is loaded."""
        if pkg.name != _GENERATED:
            return
        _fence_tree(pkg["errors"])
        for each in list(_walk(pkg)):
            if isinstance(each, Function):
                _list_parameters_once(each)
            else:
                _list_fields_once(each)


def _walk(parent: Module | Class) -> Iterator[Function | Class]:
    for member in parent.members.values():
        if isinstance(member, Module | Class):
            yield from _walk(member)
        if isinstance(member, Function | Class):
            yield member


def _fence_tree(module: Module) -> None:
    """Put the tree of errors into a code block; as Markdown its indentation would become lists."""
    if module.docstring is not None:
        module.docstring.value = _TREE.sub(r"```text\n\g<0>\n```", module.docstring.value)


def _list_parameters_once(function: Function) -> None:
    for section in function.docstring.parsed if function.docstring else ():
        if isinstance(section, DocstringSectionParameters):
            first = {each.name: each for each in reversed(section.value)}
            section.value = list(reversed(first.values()))
            for each in section.value:
                if each.name in function.parameters:
                    each.annotation = function.parameters[each.name].annotation


def _list_fields_once(cls: Class) -> None:
    for section in cls.docstring.parsed if cls.docstring else ():
        if isinstance(section, DocstringSectionAttributes):
            for each in section.value:
                if each.name in cls.members:
                    cls.del_member(each.name)
