"""A client says who it is."""

from pluralkit_api import PluralKit

right = PluralKit(user_agent="my-app/1.0 (me@example.org)", token=None, timeout=10)

PluralKit()  # wrong: the API asks for a User-Agent
PluralKit("my-app/1.0 (me@example.org)")  # wrong: by keyword only, so that a token is never taken for one
PluralKit(user_agent="my-app/1.0 (me@example.org)", timeout="10")  # wrong: seconds
PluralKit(user_agent="my-app/1.0 (me@example.org)", tokn="…")  # wrong: no such argument
