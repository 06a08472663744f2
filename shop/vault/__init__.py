"""The vault: a key per subject, encrypted blobs, signed serving, shredding."""
