"""The roster as a sheet: a template out, an upload in; what would change is shown, then applied as shown or not at all.

``columns``    what the sheet holds
``standing``   the roster as it stands, with its fingerprint
``planning``   a row of the sheet -> what it changes, or what is wrong with it
``uploading``  an upload kept with its plan
``applying``   the plan carried out, in bulk and in one transaction
"""
