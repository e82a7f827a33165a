"""Tools for work on this project: mutation testing, and other people's tools on the contract."""
