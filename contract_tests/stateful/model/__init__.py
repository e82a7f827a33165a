"""Reference model of the service: plain values, changed as the recordings show.

`state`       state and visibility
`systems`, `members`, `groups`, `switches`  effects of operations
`operations`  effects by operationId
"""
