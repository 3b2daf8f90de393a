"""Engines: a checkpoint on disk becomes something that generates."""
