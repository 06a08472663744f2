"""What `manage.py demo` is made of: set-up, accounts and the processes of the stack."""
