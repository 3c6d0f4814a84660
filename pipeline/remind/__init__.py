"""Nhắc việc: who is reminded of which tasks, as a file and by mail.

``digest`` says what is due, ``wording`` writes it down, ``folder`` keeps it, ``mailing`` sends it;
``reminding`` is the door.
"""
