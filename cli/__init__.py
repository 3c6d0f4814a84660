"""The command line: one file a command, no logic of its own.

Commands import what they need when they run, so that each starts as fast as it can.
"""
