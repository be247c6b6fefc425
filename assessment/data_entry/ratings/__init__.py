"""Rating sheets, duties and figures: their pages, sheets and what is still missing."""
