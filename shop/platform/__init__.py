"""What every part stands on: owners, durable jobs, HTTP, money, ids, audit."""
