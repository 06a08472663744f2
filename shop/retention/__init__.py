"""Retention: policy, registry of data classes and holds, sweep, erasure receipts."""
