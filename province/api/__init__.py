"""API: what kiosks ask of the province over HTTP."""
