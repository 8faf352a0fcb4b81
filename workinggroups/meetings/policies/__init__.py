"""Who may write what in the meetings room: one module for each concept."""
