"""The month or quarter board: people × items as they stand, and what a department still has to hand in."""
