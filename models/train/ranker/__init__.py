"""Training the ranker of readings (docs/models/ranker.md)."""
