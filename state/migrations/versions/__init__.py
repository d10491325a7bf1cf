"""The revisions: ids count up (`bw0001`), and `state.migrate.HISTORY` lists them in order."""
