"""The workshop (方案编制): drafts of schemes, made from versions, edited, analysed, tried out and published."""
