"""The register leaves the program, and comes back.

::

    stored_files ─┬─ register_lines ── lines     JSONL, whole; importing reads it back
                  ├─ register_sheet ─┐
                  ├─ archive_sheet ──┤
    task_sheet ──────────────────────┴─ sheet ── sheet_files      CSV, XLSX, JSONL
    task_calendar                                iCalendar
    lineage_graph ─┬─ graph_files                GraphML, JSON
                   └─ lineage_dot ── dot_program DOT, SVG
"""
