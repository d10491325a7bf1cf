"""How the tables came to be, one revision after the other; `state.migrate` walks them."""
