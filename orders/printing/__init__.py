"""Printing: assembles print-ready files of paid lines."""
