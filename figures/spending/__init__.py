"""What hosted generators cost: every call's row, and a budget for the day."""
