"""The register on disk: database, files, search, queries.

``pipeline.store`` knows ``pipeline.link`` and ``pipeline.extract``; neither knows it.
"""
