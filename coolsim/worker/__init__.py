"""The window's worker: one task after another, asked and answered in JSON lines.

On standard input::

    {"id": 7, "task": "solve", "request": {"design": {...}, ...}}
    {"id": 8, "task": "live", "since": 7, "request": {"change": {...}, ...}}
    {"cancel": 7}
    {"hurry": 7}

On standard output, one object a line, nothing else::

    {"event": "ready", "version": "0.1.0"}
    {"event": "compiling", "seconds": 15.0}
    {"event": "warm"}
    {"id": 7, "event": "progress", "stage": ..., "fraction": ..., "message": ..., "values": {...}}
    {"id": 7, "event": "interim", "answer": {...}, "fields": "/folder/fields-7-1.npz"}
    {"id": 7, "event": "done", "answer": {...}, "fields": "/folder/fields-7-2.npz"}
    {"id": 7, "event": "failed", "error": {"message", "where", "remedy", "marked",
     "marked_remedy", "exit_code", "bug"}}
    {"id": 7, "event": "soon"}
    {"id": 7, "event": "finishing"}
    {"id": 7, "event": "cancelled"}

A request may bring, in place of its design, what changed ``since`` the design of the request before
(:mod:`coolsim.design.changes`). Tasks run one at a time in the order they came. A draft is answered
``cancelled`` without being run where a newer draft waits in the queue. The task ``live`` keeps the
air of the design from one request to the next and answers several times, each time with what
differs from its answer before (:mod:`coolsim.results.relay`); ``hurry`` says that a newer design
waits for it: it then ends ``cancelled`` as soon as it has answered with the flow of its own design.
``soon`` tells that this answer is being put together: what is sent now is begun right after it.
A task that knows a part of its answer tells it as ``interim`` too (``cooling``, row by row).
``compiling`` tells about how long the machine code of a new installation takes, once. A field file
stays until the window, which has read it, removes it, or the worker ends; while some wait to be
read, a live task sends only its last answer. A cancelled task is ``finishing``; it ends
``cancelled``, or ``done`` with the best it had found. The worker ends when its input ends.

===============  ===================================================
``inbox``        what the window asks for, as it comes
``field_files``  arrays of answers on their way to the window
``serving``      the loop: one job after another
===============  ===================================================
"""
