"""REST API of this floor: products, baskets, proofs, orders, payments, me."""
