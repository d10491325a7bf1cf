"""What a project's documents have to say to a query: chunks of them, terms, and an index in memory."""
