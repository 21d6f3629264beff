"""Second readers of redlines: what a file says when all its changes are accepted, and when all are rejected. They share
nothing with the writers.
"""
