"""How updates come in: kept before they are confirmed, dealt with until they are answered."""
