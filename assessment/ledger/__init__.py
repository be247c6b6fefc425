"""The ledger (考核事项): what happened, against which clause, by whom recorded. Written by two verbs only.

``recording``  record, record_many        ``reversing``  reverse
``selectors``  reading, scoped            ``clauses``    finding a clause by what one types
``preview``    before and after           ``importing``  entries from Excel
"""
