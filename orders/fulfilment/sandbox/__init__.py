"""Sandbox print house: a process of its own that imitates the Prodigi Print API v4.

Nothing is printed, charged or sent. It imports no Django and shares no code with the provider
client, so that both read the published API on their own. Field names, outcomes and statuses follow
https://www.prodigi.com/print-api/docs/reference/ ; what that page leaves open is marked in the
module that had to choose. Start it with `python -m orders.fulfilment.sandbox --help`.
"""
