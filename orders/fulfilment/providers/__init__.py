"""Print providers: one folder each behind the protocol in `base`."""
