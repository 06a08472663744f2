"""Raw inbound events: stored first, handled after, each exactly once."""
