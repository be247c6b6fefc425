"""The interface for other systems, ``/api/v1/``: the same selectors, services and scoping as the pages.

``views``      operations, by resource        ``shapes``     what goes in and out
``base``       unit, permission, language     ``errors``     what a refusal looks like
``recording``  rows into the ledger           ``schema``     the OpenAPI description
"""
