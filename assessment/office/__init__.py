"""The assessment office's and HR's work: periods, board, review pages, sheets, insight."""
