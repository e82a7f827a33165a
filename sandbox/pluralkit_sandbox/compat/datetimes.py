"""Emulation of .NET's `DateTime.Parse` in the invariant culture, on a server in UTC.

A text is tokenized into numbers (three or more digits are a year), names of months and weekdays, AM and PM,
GMT and Z, offsets, and separators. A state table defines which tokens may follow one another, and when a date
or time is complete: `1/31/2022 5:00 PM`, `Mon, 31 Jan 2022 05:00 GMT`, `2022-01-31T05:00:00+01:00`. Suffixes
of Chinese, Japanese and Korean dates are not supported.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple, NoReturn

from pluralkit_sandbox.compat.convert import WHITE_SPACE, ConversionError, is_blank
from pluralkit_sandbox.compat.times import count_days

_TICK = 100
"""Nanoseconds per tick, the unit of .NET times."""
_TICKS_PER_SECOND = 10_000_000
_SECONDS_PER_DAY = 86_400
_TICKS_PER_DAY = _SECONDS_PER_DAY * _TICKS_PER_SECOND
_FIRST = count_days(1, 1, 1) * _TICKS_PER_DAY
_END = count_days(10_000, 1, 1) * _TICKS_PER_DAY
_MAX_OFFSET = 14 * 3600
_MAX_DIGITS = 8
_LAST_YEAR_OF_TWO_DIGITS = 49
"""Two-digit years up to this one are in the 21st century, later ones in the 20th."""

_MONTHS = "january february march april may june july august september october november december"
_WEEKDAYS = "sunday monday tuesday wednesday thursday friday saturday"
_WORDS: dict[str, tuple[str, int]] = {
    **{word: ("month", place) for place, name in enumerate(_MONTHS.split(), 1) for word in (name, name[:3])},
    **{word: ("weekday", place) for place, name in enumerate(_WEEKDAYS.split()) for word in (name, name[:3])},
    "am": ("half", 0),
    "pm": ("half", 12),
    "gmt": ("zone", 0),
    "z": ("zone", 0),
    "ad": ("ignored", 0),
    "a.d.": ("ignored", 0),
}
_WORD = re.compile(r"a\.d\.|[^\W\d_]+", re.IGNORECASE)
_NUMBER = re.compile("[0-9]+")
_FRACTION = re.compile(r"\.([0-9]*)")
_OFFSET = re.compile(
    r"([+-])(?:([0-9]{1,2})(?![0-9])(?::([0-9]{1,2})(?![0-9]))?|([0-9]{1,2})([0-9]{2})(?![0-9]))"
)
_GAP = rf"[{WHITE_SPACE}]*"
_SPACES = re.compile(_GAP)
_SPACES_OR_MARK = re.compile(rf"[{WHITE_SPACE}\u200f]*")
_ISO_TIME = re.compile(
    rf"{_GAP}([0-9]{{2}}){_GAP}:{_GAP}([0-9]{{2}}){_GAP}(?::{_GAP}([0-9]{{2}})(?:[.,]([0-9]+))?)?"
)

# State table: state, then pairs of token and next state. A state names what was read: N a number, M the name
# of a month, Y a year; d or t: a date or time separator was last. Tokens: n number, m month, y year,
# w weekday, z zone, $ end; n, m and y are combined with what follows them: $ end, - date separator,
# : time separator, a AM or PM, _ anything else. A state with an asterisk is complete: a time if it begins
# with T, else a date.
_TABLE = """
-    $ -      na *TN   n_ N    n- Nd   n: Tt    m_ M     m- M     y_ Y    y- Y    w -   z -
N    n$ *NN   na *TNN  n_ NN   n- NNd  m$ *NM   m_ NM    m- MNd   y_ YN   y- YNd  y$ *YN  w N  z N
NN   $ *NN    n$ *NNN  na *TNNN n_ *NNN n: Tt   m$ *MNN  m_ *MNN  y_ *NNY y$ *NNY w NN  z NN
Nd   n$ *NN   n_ NNs   n- NNd  m$ *NM  m_ MN    m- MNd   y_ YN    y- YNd  y$ *YN  w Nd
NNs  $ *NN    n$ *NNN  na *TN  n_ *NNN n: Tt    m$ *MNN  m_ *MNN  y_ *NNY y$ *NNY w NNs
NNd  n$ *NNN  na *NNN  n_ *NNN m$ *MNN m_ *MNN  y_ *NNY  y$ *NNY  w NNd
M    n$ *MN   n_ MN    n- MNd  y_ YM   y- YMd   y$ *YM   w M
MN   $ *MN    n$ *MNN  na *MNN n_ *MNN n: Tt    y_ *YMN  y$ *YMN  w MN
NM   $ *NM    n$ *MNN  na *MNN n_ *MNN n: Tt    y_ *YMN  y$ *YMN  w NM
MNd  n$ *MNN  n_ *MNN  y_ *YMN y$ *YMN w MNd
Y    n$ *YN   n_ YN    n- YNd  m$ *YM  m_ YM    m- YMd   w Y
YN   $ *YN    n$ *YNN  na *YNN n_ *YNN m$ *YMN  m_ *YMN  w YN
YNd  n$ *YNN  na *YNN  n_ *YNN m$ *YMN m_ *YMN  w YN
YM   $ *YM    n$ *YMN  na *YMN n_ *YMN w YM
YMd  n$ *YMN  na *YMN  n_ *YMN w YM
Tt   n$ *TNN  na *TNN  n_ *TNN n: Ttt  m$ *NM   m_ NM    z Tt
Ttt  n$ *TNNN na *TNNN n_ *TNNN w Ttt  z Ttt
"""
_STATES: dict[str, dict[str, str]] = {
    state: dict(zip(rest[::2], rest[1::2], strict=True))
    for state, *rest in (line.split() for line in _TABLE.strip().splitlines())
}
_START = "-"


def parse_datetime(text: str, today: date) -> int:
    """Parse a time as `DateTime.Parse` does.

    Args:
        text: The time; UTC if it has no offset.
        today: Supplies the date of a time without one, and the year of a date without one.

    Returns:
        Nanoseconds since 1970, a multiple of 100.

    Raises:
        ConversionError: The text is not a time.
    """
    return _Parser(text, today).parse()


def _fail() -> NoReturn:
    raise ConversionError


class _Clock(NamedTuple):
    hour: int = 0
    minute: int = 0
    second: int = 0
    ticks: int = 0


class _Parser:
    def __init__(self, text: str, today: date) -> None:
        self._text = text
        self._today = today
        self._at: int = 0
        self._numbers: list[int] = []
        self._year: int | None = None
        self._month: int | None = None
        self._weekday: int | None = None
        self._half: int | None = None
        self._offset: int | None = None
        self._date: tuple[int, int, int] | None = None
        self._has_date = False
        self._time: _Clock | None = None
        self._ticks = 0

    def parse(self) -> int:
        state, complete = _START, False
        while True:
            read = self._read(state)
            if read is None:
                continue
            if read == "nT":
                if state not in ("YN", "YNd"):
                    _fail()
                return self._iso_time()
            state = _STATES[state].get(read) or _fail()
            if state.startswith("*"):
                self._complete(state[1:])
                state, complete = _START, True
            if read in ("$", "n$", "m$"):
                break
        if not complete:
            _fail()
        return self._result()

    # Tokens

    def _skip(self, pattern: re.Pattern[str] = _SPACES) -> None:
        if found := pattern.match(self._text, self._at):
            self._at = found.end()

    def _read(self, state: str) -> str | None:
        """Read the next token; None for one that does not change the state."""
        self._skip()
        if self._at >= len(self._text):
            return "$"
        if found := _NUMBER.match(self._text, self._at):
            self._at = found.end()
            return self._number(found[0], state)
        if found := _WORD.match(self._text, self._at):
            kind, value = _WORDS.get(found[0].lower()) or _fail()
            self._at = found.end()
            return self._word(kind, value, state)
        if self._text[self._at] in ",.":
            self._at += 1
        elif self._offset is not None or not self._read_offset():
            self._punctuation()
        return None

    def _number(self, digits: str, state: str) -> str | None:
        if len(self._numbers) == 3 or len(digits) > _MAX_DIGITS:
            _fail()
        if (
            state == "Ttt"
            and self._at < len(self._text) - 1
            and (found := _FRACTION.match(self._text, self._at))
        ):
            self._ticks = _round_ticks(found[1])
            self._at = found.end()
        if state in ("Tt", "Ttt"):
            self._offset_after_time()
        if len(digits) > 2:
            if self._year is not None:
                _fail()
            self._year = int(digits)
            end = self._separator("y", state)
            if end == ":":
                _fail()
            if end == "again":
                return None
            # AM and PM after a year are valid, but do not end a time.
            return f"y{'_' if end == 'a' else end}" if end in "$_-a" else _fail()
        end = self._separator("n", state)
        if end == "a":
            if state == "NNs":
                self._complete("NN")
            if state in ("Tt", "Ttt"):
                self._numbers.append(int(digits))
                self._offset_after_time()
                return "na"
        if end == "again":
            return None
        self._numbers.append(int(digits))
        return f"n{end}"

    def _word(self, kind: str, value: int, state: str) -> str | None:
        match kind:
            case "month":
                if self._month is not None:
                    _fail()
                end = self._separator("m", state)
                if end not in "$_-":
                    _fail()
                self._month = value
                return f"m{end}"
            case "weekday":
                if self._weekday is not None:
                    _fail()
                self._weekday = value
                return "w"
            case "half":
                if self._half is not None:
                    _fail()
                self._half = value
                return None
            case "zone":
                if self._offset is not None:
                    _fail()
                self._offset = 0
                return "z"
            case _:
                return None

    def _separator(self, kind: str, state: str) -> str:
        """Read the separator after a number or name."""
        before = self._at
        self._skip(_SPACES_OR_MARK)
        if self._at >= len(self._text):
            return "$"
        character = self._text[self._at]
        if character in "/:":
            self._at += 1
            return "-" if character == "/" else ":"
        if character == "-":
            # A hyphen is a date separator, or begins an offset if the date is complete.
            if f"{kind}-" not in _STATES[state] and _STATES[state].get(f"{kind}_", "").startswith("*"):
                self._at = before
                return "_"
            self._at += 1
            return "-"
        if not (found := _WORD.match(self._text, self._at)):
            return "_"
        word = found[0].lower()
        if word in ("am", "pm"):
            self._at = found.end()
            if self._half is not None:
                return "again"
            self._half = _WORDS[word][1]
            return "a"
        if word == "t":
            self._at = found.end()
            return "T"
        return "_"

    def _offset_after_time(self) -> None:
        if self._at >= len(self._text) - 1:
            return
        before = self._at
        self._skip()
        if self._text[self._at : self._at + 1] not in ("+", "-"):
            self._at = before
        elif self._offset is not None or not self._read_offset():
            _fail()

    def _read_offset(self) -> bool:
        found = _OFFSET.match(self._text, self._at)
        if not found:
            return False
        hours, minutes = int(found[2] or found[4]), int(found[3] or found[5] or 0)
        if minutes > 59:
            return False
        self._offset = (hours * 3600 + minutes * 60) * (-1 if found[1] == "-" else 1)
        self._at = found.end()
        return True

    def _punctuation(self) -> None:
        """Skip a hash sign, which must be one of a pair around the text, or trailing NUL characters."""
        rest = self._text[self._at :]
        if not rest.strip("\0"):
            self._at = len(self._text)
        elif rest[0] == "#":
            around = self._text.split("#")
            if len(around) != 3 or not is_blank(around[0]) or not is_blank(around[2].replace("\0", "")):
                _fail()
            self._at += 1
        else:
            _fail()

    # Result

    def _complete(self, what: str) -> None:
        numbers = self._numbers
        if what.startswith("T"):
            if self._time or (what == "TN" and self._half is None):
                _fail()
            self._time = _Clock(*numbers[: len(what) - 1])
        else:
            if self._has_date:
                _fail()
            # After a name and one number another date may follow.
            self._has_date = what not in ("MN", "NM")
            self._date = self._find_date(what, numbers)
        self._numbers = []

    def _find_date(self, what: str, numbers: list[int]) -> tuple[int, int, int]:
        year, month = self._year or 0, self._month or 0
        match what:
            case "NN":
                return _valid(self._today.year, *numbers[:2])
            case "NNN":
                return _valid(_full_year(numbers[2]), *numbers[:2])
            case "MN":
                return _valid(self._today.year, month, numbers[0])
            case "NM":
                return _valid(_full_year(numbers[0]), month, 1)
            case "MNN":
                try:
                    return _valid(_full_year(numbers[1]), month, numbers[0])
                except ConversionError:
                    return _valid(_full_year(numbers[0]), month, numbers[1])
            case "YNN" | "NNY":
                return _valid(year, *numbers[:2])
            case "YMN":
                return _valid(year, month, numbers[0])
            case "YN":
                return _valid(year, numbers[0], 1)
            case _:
                return _valid(year, month, 1)

    def _result(self) -> int:
        clock = self._time or _Clock()
        hour = clock.hour
        if self._half is not None:
            if hour > (23 if self._half else 12):
                _fail()
            hour = hour % 12 + self._half if hour <= 12 else hour
        clock = clock._replace(hour=hour, ticks=self._ticks)
        day = self._date or (self._today.year, self._today.month, self._today.day)
        return self._instant(day, clock)

    def _iso_time(self) -> int:
        """Parse the time after the T of ISO 8601, with offset."""
        if not (found := _ISO_TIME.match(self._text, self._at)):
            _fail()
        self._at = found.end()
        self._skip()
        hour, minute, second = (int(group or 0) for group in found.group(1, 2, 3))
        clock = _Clock(hour, minute, second, _round_ticks(found[4] or ""))
        following = self._text[self._at : self._at + 1]
        if following and following in "+-":
            if not self._read_offset():
                _fail()
        elif following and following in "Zz":
            self._offset = 0
            self._at += 1
        self._skip()
        while self._at < len(self._text):
            self._punctuation()
            self._skip()
        self._weekday = None
        return self._instant((self._year or 0, *self._numbers[:2]), clock)

    def _instant(self, day: tuple[int, ...], clock: _Clock) -> int:
        year, month, day_of_month = _valid(*day)
        if clock.hour > 23 or clock.minute > 59 or clock.second > 59:
            _fail()
        days = count_days(year, month, day_of_month)
        seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
        ticks = (days * _SECONDS_PER_DAY + seconds) * _TICKS_PER_SECOND + clock.ticks
        _check_range(ticks)
        # 1970 began on a Thursday.
        if self._weekday is not None and (ticks // _TICKS_PER_DAY + 4) % 7 != self._weekday:
            _fail()
        offset = self._offset or 0
        if abs(offset) > _MAX_OFFSET:
            _fail()
        # An offset that leads before the first representable day wraps around within that day.
        is_first_day = ticks < _FIRST + _TICKS_PER_DAY
        ticks -= offset * _TICKS_PER_SECOND
        if is_first_day and ticks < _FIRST:
            ticks += _TICKS_PER_DAY
        _check_range(ticks)
        return ticks * _TICK


def _check_range(ticks: int) -> None:
    if not _FIRST <= ticks < _END:
        _fail()


def _valid(year: int, month: int, day: int) -> tuple[int, int, int]:
    if not 1 <= year <= 9999:
        _fail()
    count_days(year, month, day)
    return year, month, day


def _full_year(year: int) -> int:
    if year >= 100:
        return year
    return year + (2000 if year <= _LAST_YEAR_OF_TWO_DIGITS else 1900)


def _round_ticks(digits: str) -> int:
    """Convert decimal places to ticks; sums the digits as doubles, with the same rounding errors as .NET."""
    fraction, base = 0.0, 0.1
    for digit in digits:
        fraction += int(digit) * base
        base *= 0.1
    return round(fraction * _TICKS_PER_SECOND)
