"""Generation: backends that make a figure, and the quota they count against."""
