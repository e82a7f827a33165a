"""The documentation site: `python -m devtools.site` assembles its pages and builds it."""
