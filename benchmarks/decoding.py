"""How long it takes to make 1,000 members of the bytes of an answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import msgspec
from pluralkit_api import PluralKit, models, operations
from pluralkit_runtime.parsing import parse
from pluralkit_runtime.response import Headers, RawResponse

from benchmarks.measure import in_turn, seconds, table
from benchmarks.members import members
from benchmarks.peers import stock_client

RAW = "msgspec, into the same shape"
OURS = "pluralkit_api"
PLAIN = "json.loads, into dicts"


def main() -> None:
    content = json.dumps(members(1000)).encode()
    with stock_client() as directory:
        sys.path.insert(0, str(directory))
        stock: Any = import_module("stock.models")
        pluralkit_py: Any = import_module("pluralkit")
        decoder = msgspec.json.Decoder(list[models.Member])
        request = operations.list_members("@me")
        reply = RawResponse(200, Headers([("content-type", "application/json; charset=utf-8")]), content)
        ways: dict[str, Callable[[], object]] = {
            RAW: lambda: decoder.decode(content),
            OURS: lambda: parse(request, reply, PluralKit.api),
            PLAIN: lambda: json.loads(content),
            "stock openapi-python-client": lambda: [
                stock.Member.from_dict(each) for each in json.loads(content)
            ],
            "pluralkit.py": lambda: [pluralkit_py.Member(each) for each in json.loads(content)],
        }
        results = in_turn({name: partial(seconds, way, 10) for name, way in ways.items()}, rounds=15)
    print(table(f"1,000 members, {len(content) // 1000} kB", results, base=RAW, targets={OURS: 1.05}))
