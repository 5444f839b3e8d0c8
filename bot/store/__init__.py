"""What the bot must not forget: roles, subscriptions, announcements and their deliveries."""
