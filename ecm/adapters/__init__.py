"""What the core's ports are in the real world; only `ecm.bootstrap` imports these."""
