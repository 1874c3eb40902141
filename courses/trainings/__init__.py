"""Trainings: planned, told of, attended, made up for."""
