"""Mutators of pods."""
