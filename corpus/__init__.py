"""What the sources say: articles, their passages, and where every word of them stands."""
