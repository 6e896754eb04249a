"""Progress: one SQLite file. The review log is the truth, the card rows follow from it."""
