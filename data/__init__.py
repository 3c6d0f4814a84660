"""What the program knows rather than computes: vocabulary (TOML) and sample letters.

``vocabulary/`` is meant to be corrected by a clerk or a policy officer who reads no Python: one
entry a line, each with its source and, where it is known, its dates of validity
(``valid_from`` and ``valid_to`` are the first and the last day on which the entry holds).
``pipeline.vocabulary`` loads it.
"""
