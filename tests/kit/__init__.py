"""What the tests share: houses, composed reports, finished editions, the command."""
