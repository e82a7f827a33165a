"""A proxy that spoils answers: what the live mode is tried with.

`proxy`  stands between it and a server
`tools`  which answers, and what becomes of them
`table`  the spoilings, all of which are to be found
"""
