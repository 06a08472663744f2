"""A gateway that moves no money, with its own pay page; refused in production."""
