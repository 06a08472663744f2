"""Reads a photo: everything a recipe needs, with how sure each reading is."""
