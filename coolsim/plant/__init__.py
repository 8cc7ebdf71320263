"""The plant at a moment: weather, heat rejection and the power chain.

* ``weather``: a year of outdoor air, from EPW files and built-in climates; ``outdoor``: its moments
  and the design day.
* ``units``: machines with every figure, sized where none is drawn; ``chillers``: curve sets.
* ``asked``: what a solved hall asks of each plant; ``rates``: the records of asking and doing.
* ``rejection``: power, water and mode of a plant by the control rule; ``chilled_water``: plants
  with water; ``capacity``: what a plant can take; ``storage``: cold stores and heat reuse.
* ``losses``: what the chain loses; ``rooms``: who takes the heat of other rooms.
* ``power``: the chain from rack to meter over hours; ``power_loads``: loads after each single loss;
  ``power_findings``: what it leaves to be told.
"""
