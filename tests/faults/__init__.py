"""Runs that break the service on purpose: slower than the suite, and part of `make ci` in small."""
