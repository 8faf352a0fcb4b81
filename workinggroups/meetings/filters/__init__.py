"""What lists of the meetings room can be filtered by: one module for each concept."""
