"""Summary of the public definitions of a generated package, to report what a new contract changes."""

import ast
from collections.abc import Iterator, Mapping
from typing import TypeAlias

Summary: TypeAlias = dict[tuple[str, str], dict[str, str]]
"""Declarations of the fields of each definition, by kind and name."""

_KINDS = {
    "operations.py": "operation",
    "models.py": "model",
    "inputs.py": "input",
    "enums.py": "enum",
    "errors.py": "error",
    "events.py": "event",
}


def summarize(files: Mapping[str, str]) -> Summary:
    """Return the public definitions of a generated package.

    Args:
        files: Modules by file name; invalid Python counts as empty.
    """
    found: Summary = {}
    for file, kind in _KINDS.items():
        for node in _parse(files.get(file, "")):
            match node:
                case ast.ClassDef(name="UnknownEvent"):  # defined by the template
                    pass
                case ast.ClassDef():
                    base = {"is a": ast.unparse(node.bases[0])} if kind == "error" else {}
                    fields = {**base, **dict(_fields(node))}
                    found[_kind(kind, fields), node.name] = fields
                case ast.FunctionDef() if kind == "operation":
                    found.setdefault((kind, node.name), {})["call"] = f"({ast.unparse(node.args)})"
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(keywords=keywords)) if (
                    kind == "operation"
                ):
                    found.setdefault((kind, name.lower()), {}).update(
                        {str(each.arg): ast.unparse(each.value) for each in keywords}
                    )
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if kind == "input":
                    found["type", name] = {"is": ast.unparse(value)}
                case _:
                    pass
    return found


def differences(before: Summary, after: Summary) -> list[str]:
    """Compare two outlines.

    Args:
        before: The old summarize.
        after: The new summarize.

    Returns:
        A line for each definition and field that was added (+), removed (-) or changed (~).
    """
    return [line for thing in sorted(before.keys() | after.keys()) for line in _compare(thing, before, after)]


def _compare(thing: tuple[str, str], before: Summary, after: Summary) -> Iterator[str]:
    kind, name = thing
    if thing not in before:
        yield f"+ {kind} {name}"
    elif thing not in after:
        yield f"- {kind} {name}"
    else:
        old, new = before[thing], after[thing]
        for field in [*new, *(field for field in old if field not in new)]:
            if field not in old:
                yield f"+ {kind} {name}.{field}: {new[field]}"
            elif field not in new:
                yield f"- {kind} {name}.{field}: {old[field]}"
            elif old[field] != new[field]:
                yield f"~ {kind} {name}.{field}: {old[field]} -> {new[field]}"


def _kind(kind: str, fields: dict[str, str]) -> str:
    # events.py also has the models that events contain.
    return "model" if kind == "event" and not fields.get("type", "").startswith("Literal[") else kind


def _parse(text: str) -> list[ast.stmt]:
    try:
        return ast.parse(text).body
    except SyntaxError:  # a damaged package: nothing to compare with
        return []


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement in node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                yield name, ast.unparse(annotation) + (f" = {ast.unparse(value)}" if value else "")
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, ast.unparse(value)
            case _:
                pass
