"""The resources of the meetings room: one module for each concept."""
