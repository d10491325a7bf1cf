"""The image of Dataflow's workers."""
