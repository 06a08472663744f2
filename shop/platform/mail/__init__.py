"""Mails: a row first, in the transaction of its cause; then sent, once."""
