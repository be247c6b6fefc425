"""Excel in and out: read what people upload, write sheets that print like the office's own.

``columns``      what a sheet holds: one ``Column`` per heading
``reader``       an uploaded workbook -> rows of exact values, with errors per cell
``writer``       long lists as printable sheets
``template``     a workbook to fill in
``error_sheet``  the uploaded rows handed back, with what is wrong in each
"""
