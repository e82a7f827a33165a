"""The sandbox, held to the contract.

`fuzzing`       schemathesis: requests made from the contract, valid and invalid
`deviations`    where schemathesis expects something else than the service does, each with its reason
`side_effects`  an application that notes what reads and refused requests change
`seeds`         Hypothesis strategies for seeds
`requests`      requests for each operation, with references to things that exist
"""
