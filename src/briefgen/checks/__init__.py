"""Checks on text, pure and without a model: each module finds one kind of fault."""
