"""Photo intake: decode in a guarded child, check the face, store encrypted."""
