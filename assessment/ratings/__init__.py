"""Given scores and figures: tasks, the raters' grids, sheets."""
