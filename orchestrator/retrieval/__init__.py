"""Retrieval: passages of a project's documents, found for an item and told to a model."""
