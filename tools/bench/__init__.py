"""Figures beside a stock Rasa bot, in one run: `make bench`."""
