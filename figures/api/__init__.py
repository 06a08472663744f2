"""REST API of this floor: photos and figures."""
