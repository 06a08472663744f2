"""Pages from the upload to the tuned figure."""
