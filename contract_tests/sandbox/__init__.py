"""The sandbox, held to the contract.

`side_effects`  an application that notes what reads and refused requests change
`seeds`         Hypothesis strategies for seeds
`requests`      requests for each operation, with references to things that exist
"""
