"""The catalogue: products, variants, prices and what providers call them."""
