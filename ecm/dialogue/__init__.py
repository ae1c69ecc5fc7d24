"""The conversation: what we answer to what a person says, by message names only."""
