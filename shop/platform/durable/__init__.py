"""Durable jobs: work that survives a crash. The table is the truth, Celery only wakes it."""
