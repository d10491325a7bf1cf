"""One item's conversation with models: no Beam, no SQL."""
