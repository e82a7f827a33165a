"""Development tools: mutation testing, and interoperability of the contract with third-party tools."""
