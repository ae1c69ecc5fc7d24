"""Rasa's extensions: understanding, words, the road in and out, and our own lean process."""
