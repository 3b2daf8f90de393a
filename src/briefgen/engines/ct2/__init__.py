"""CTranslate2: the engine for ordinary computers, in which neither torch nor transformers is.

Only `conversion` imports those two, when a checkpoint is installed.
"""
