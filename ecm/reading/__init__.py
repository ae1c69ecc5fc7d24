"""Structured answers out of what people write: numbers, dates, names, places, facts.

Pure functions on text. Every reader returns None (or an explicit reason) rather than a guess.
Words of each language live in `words/<tag>.yml`, plans and counties in `eligibility/directory/`,
phrases that state a screening fact in `eligibility/hints/<tag>.yml`.
"""
