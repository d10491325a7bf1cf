"""The Beam transforms of the graph, one public PTransform a file."""
