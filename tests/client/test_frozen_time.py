"""Decoding works when freezegun replaces `date` and `datetime` in every module."""

from __future__ import annotations

import subprocess
import sys

import pytest

# As freezegun does it: subclasses that stand in for the types, in the modules that are there by then.
FREEZE = """
import datetime, sys

real = {datetime.date: None, datetime.datetime: None}

class FrozenMeta(type):
    def __instancecheck__(self, each):
        return isinstance(each, self.__mro__[1])

class FrozenDate(datetime.date, metaclass=FrozenMeta): pass
class FrozenDatetime(datetime.datetime, metaclass=FrozenMeta): pass

real = {datetime.date: FrozenDate, datetime.datetime: FrozenDatetime}
datetime.date, datetime.datetime = FrozenDate, FrozenDatetime

def freeze():
    for module in list(sys.modules.values()):
        for name, value in list(vars(module).items()):
            if isinstance(value, type) and value in real and module is not sys.modules["__main__"]:
                setattr(module, name, real[value])
"""

DECODE = """
from pluralkit_runtime.codec import decode
from pluralkit_runtime.json_body import encode
from pluralkit_api import events, models, operations

day = decode(list[models.PublicSystemSettings], b"[]")
member = operations.create_member(name="A", birthday=datetime.date(2020, 1, 2))
assert encode(member.body) == b'{"name":"A","birthday":"2020-01-02"}'
for module in (models, events):
    for name, value in list(vars(module).items()):
        if hasattr(value, "__struct_fields__"):
            try:
                decode(value, b"{}")
            except ValueError as error:
                assert "missing required field" in str(error), (name, error)
"""


@pytest.mark.parametrize("before", ["import pluralkit_api", "import httpx"], ids=["after import", "before"])
def test_models_are_decoded_while_time_is_frozen(before: str) -> None:
    program = f"{before}\n{FREEZE}\nfreeze()\n{DECODE}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
