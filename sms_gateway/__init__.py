"""The SMS edge: the carrier's webhooks in, and an offline carrier to run without one."""
