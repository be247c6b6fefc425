"""The evaluation room: questionnaires answered by groups of raters whom nobody can name."""
