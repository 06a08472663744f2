"""Fulfilment: print providers, provider orders, shipments."""
