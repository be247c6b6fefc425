"""Pages of the evaluation room: the office's, and the public ballot."""
