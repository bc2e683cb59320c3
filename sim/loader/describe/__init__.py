"""What the input is: reference page, schema, and a case written down as it was resolved."""
