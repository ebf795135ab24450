"""Decisions of this room, one module for each thing they are about."""
