"""The facts of a period as the scoring core takes them: everyone in it, streamed in the order of the people."""
