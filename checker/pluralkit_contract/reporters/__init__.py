"""How a run is shown and written."""
