"""What is true: specs, records, statuses, tables and the transactions over them."""
