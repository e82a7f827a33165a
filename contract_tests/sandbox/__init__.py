"""Contract and sandbox.

`side_effects`  application that records changes by reads and rejected requests
`seeds`         Hypothesis strategies for seeds
`requests`      requests for each operation, with references to existing entities
"""
