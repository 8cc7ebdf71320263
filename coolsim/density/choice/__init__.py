"""Choice of cooling and silicon for every rack, confirmed by re-solved flow.

``options`` says what a rack can be, ``selection`` picks by a mixed-integer programme, ``search``
re-solves what was picked and cuts off what no flow holds, ``points`` puts it to the meter,
``records`` is the answer.
"""
