"""How people reach the answers: Telegram, the sandbox that stands in for it, the command line."""
