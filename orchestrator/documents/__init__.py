"""Files into texts: what runs in processes of its own, and the pool of these."""
