"""The sandbox held to the contract, in every way that the contract gives a handle for.

`arena`       a sandbox that does the same every time, asked without a socket
`watched`     the same as an application that notes what reads and refused requests leave behind
`fuzzing`     schemathesis: requests made from the contract, right ones and wrong ones
`exemptions`  where schemathesis expects something else than the service does, each with its reason
`worlds`      worlds that Hypothesis makes, in the format of a seed
`views`       what a stranger may see of a thing, by x-pluralkit-privacy
`asking`      requests for each operation, with references to things that exist
"""
