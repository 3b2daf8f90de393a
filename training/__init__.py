"""Training code of briefgen's two demonstration models; it is not part of the wheel."""
