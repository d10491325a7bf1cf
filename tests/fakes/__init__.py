"""Stand-ins for the world outside: real servers on loopback, never patched libraries."""
