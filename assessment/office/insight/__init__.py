"""Insight (考核分析): what closed periods show in sum, scoped to who looks."""
