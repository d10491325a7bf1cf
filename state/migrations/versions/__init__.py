"""The revisions: ids count up (`bw0001`), and `state.migrate.REVISIONS` lists them in order."""
