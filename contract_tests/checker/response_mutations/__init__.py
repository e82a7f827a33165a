"""Response mutations: seeded wrong responses that the checker must find.

`table`             all mutations
`single_response`   mutations that are visible in one response
`across_responses`  mutations that are visible when responses are compared
`tools`             building blocks of mutations
`proxy`             transport that applies a mutation
"""
