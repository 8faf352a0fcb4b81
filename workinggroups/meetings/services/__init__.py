"""Every write of the meetings room: one module for each concept."""
