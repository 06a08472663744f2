"""Whose is it: storefronts and the people who order through them."""
