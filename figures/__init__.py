"""First floor: from a photo to an approved, immutable figure version."""
