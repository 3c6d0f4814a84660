"""The app and the API: what people and programs see of the register; no logic of its own.

::

    request ── security (who asks) ── pages/ (HTML) or api/ (JSON) ── pipeline, flows
"""
