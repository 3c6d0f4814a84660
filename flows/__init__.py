"""When and where the pipeline runs. ``pipeline`` never imports this package nor Prefect."""
