"""Response mutations: seeded wrong responses that the checker has to find.

`table`             all of them
`single_response`   those that show in one response
`across_responses`  those that show when responses are compared
`tools`             building blocks of mutations
`proxy`             a transport that applies one
"""
