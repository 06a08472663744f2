"""REST API ground floor: who calls, what they may do, and how answers look."""
