"""A job as a whole: the public API, the plan, the graph and its run."""
