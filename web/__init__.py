"""The web edge: public page, web chat and its API, the offline phone simulator, health."""
