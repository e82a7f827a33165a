"""The reference model: plain values, changed as the service was recorded to change.

`state`       what there is, and who sees what
`systems`, `members`, `groups`, `switches`  what each operation does to it
`operations`  the same by operationId
"""
