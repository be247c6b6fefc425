"""From a draft to a version in force: proposal, approval by a second person, changes in words."""
