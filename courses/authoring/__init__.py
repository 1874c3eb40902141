"""What trainers do with courses: write, copy, move, import, put away, see who is stuck."""
