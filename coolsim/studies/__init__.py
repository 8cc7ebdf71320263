"""Studies: the hall through a year.

* ``room``: points of load and supply temperature solved, and what lies between them.
* ``site``: hall and plants, sized, and the load of each hour.
* ``hours``: hall and plants in every hour at once; ``moments``: the plants' flows and temperatures.
* ``accounts``: prices, months, figures of merit; ``columns``: the hours as columns.
* ``available``: the most that each hour carries; ``mean_power``: what energy follows.
* ``supply``: warmer supply through a year; ``duration``: what the hall can carry, hour by hour and
  on the design day; ``waterfall``: performance per watt; ``overhead``: the worst hour for a grid
  cap.
* ``counted``: hours counted, all or some; ``glance``: what some of them tell.
* ``year``: all of it; ``year_findings``: what it leaves to be told.
"""
