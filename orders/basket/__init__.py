"""Basket: what somebody means to order, and the proof of each line."""
