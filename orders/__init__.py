"""Top floor: shelf, basket, proof, checkout, payment, print files and parcels."""
