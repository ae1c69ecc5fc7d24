"""Tools for developers: catalogues, bench."""
