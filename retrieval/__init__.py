"""Which passage answers: from a question to cited sentences, or to an honest abstention."""
