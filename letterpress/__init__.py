"""Letters written, set in type, signed, sealed and aged: the project's own test material.

Reads from left to right like the work of an office: ``letter`` says what is written,
``typeset`` places it on A4 pages, ``press`` prints them (a born-digital PDF, or images),
``pen`` and ``ink`` are what people add by hand, ``ageing`` is what a scanner or a telephone does
to a page, ``bind`` makes a file of it and ``gold`` is the exact answer a reader should give.
``corpus`` makes up letters by seed from a written stock; ``samples`` are the letters shipped in
``data/samples``. No program part imports this package; only tests and benchmarks do.
"""
