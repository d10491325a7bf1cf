"""Flink: a real cluster on this machine without containers, and what a cluster elsewhere is made of."""
