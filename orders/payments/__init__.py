"""Payments: attempts, gateways, ledger, refunds."""
