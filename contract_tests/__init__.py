"""Holds the client, the sandbox and the service, as recorded, to the contract.

`contract`    the contract as values: operations, answers, fallbacks, JSON pointers
`schemas`     strict validation; every complaint names its rule by JSON pointer
`exchange`    a request and its answer
`answers`     whether an answer is one that the contract has
`requests`    whether a request is one that the contract has
`failure`     how a breach reads
`recordings`  what the deployed service answered, from data/
"""
