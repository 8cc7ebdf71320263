"""Checks of a design before it is solved: coded findings with object ids and a hint.

``error``: cannot be solved as drawn. ``warning``: can be solved, but is likely not meant or breaks
a limit as drawn. ``note``: worth knowing; *not checked* stands in notes only.

===========================  ========  ============================================================
code                         severity  meaning
===========================  ========  ============================================================
catalogue.malformed          error     an own catalogue entry cannot be read
catalogue.unknown            error     an object names an entry that does not exist
catalogue.wrong_table        error     the entry is of another kind (a tile named as a cooler)
catalogue.target             note      product announced only
catalogue.estimate           note      entry typical of its kind, no product
catalogue.weak_figure        note      a figure used is of a weak class
<kind>.heading               error     turned by other than a multiple of 90 degrees
<kind>.outside_hall          error     reaches beyond the walls
<kind>.too_tall              error     reaches above the ceiling
obstruction.below_floor      warning   begins below the structure under the raised floor
rack.overlap, cooler.overlap error     stands in the same place as another object
rack.inlet_blocked           warning   something or a wall close before the air inlet
rack.outlet_blocked          warning   ... behind the air outlet
rack.clearance               warning   something within the clearance asked for
rack.opening                 error     air opening not within the front
rack.no_ceiling_void         error     a chimney into a void that is not there
rack.height_units            warning   contents take more rack units than there are
rack.height_unknown          note      not checked: height of a content unknown
rack.mass                    warning   contents heavier than the rack carries
rack.mass_unknown            note      not checked: mass of a content unknown
rack.floor_load              warning   heavier than the floor carries
rack.floor_load_unknown      note      not checked: a mass is unknown
rack.whole_rack              warning   a rack-scale system is not alone in its rack
rack.no_load                 note      neither contents nor load
rack.power_unknown           error     the catalogue has no power for a content
rack.air_contents            warning   contents cooled by air alone, under cold plates
rack.liquid_contents         warning   contents made for liquid in an air-cooled rack
rack.rear_door_contents      warning   contents whose maker asks for a rear door
rack.makers_inlet            warning   the limit chosen is warmer than the maker allows
cooler.supply_blocked        warning   something or a wall close before the discharge
cooler.return_blocked        warning   ... before the intake
cooler.no_raised_floor       error     underfloor supply without raised floor
cooler.no_tiles              warning   underfloor supply without tiles
cooler.no_ceiling_void       error     return through a void that is not there
cooler.no_grilles            error     return through a void without grilles or chimneys
cooler.unit_type             error     the catalogue unit does not cool room air
cooler.airflow_unknown       error     no airflow drawn or in the catalogue
cooler.capacity_unknown      note      not checked: capacity unknown
cooler.fan_power_unknown     note      fan heat left out
cooler.over_rating           warning   more airflow or capacity drawn than the machine is rated for
cooler.stopped               note      not running
cooler.one_opening           warning   supply and return are the same opening
cooler.hanging_underfloor    error     hangs above the floor and blows under it
cooler.no_room_below         warning   an opening in its underside close to the floor
cooler.no_room_above         warning   an opening in its top close to the ceiling
cooler.shared_returns        warning   several hold their returns and share the raised floor; a note
                                       where all want the same
cooler.below_dew_point       warning   supplies colder than the hall's dew point
tile.overlap                 error     lies on another tile
tile.covered                 warning   an object stands on it
tile.no_raised_floor         error     floor tile without raised floor
tile.no_ceiling_void         error     grille without ceiling void
tile.no_resistance           error     no loss coefficient can be told
panel.through_object         warning   runs through an object
containment.open_end         warning   a contained aisle is open at an end: partial
containment.gaps             note      gaps stay open below an aisle's roof: partial
containment.no_roof          note      doors close an aisle that has no roof: partial
containment.door_open        note      a door stands open
feed.unknown                 error     a rack names a feed that does not exist
feed.rating_unknown          note      not checked: voltage or breaker unknown
feed.overloaded              warning   load as drawn above the sustained breaker power
hall.no_rack                 note      nothing to solve
hall.no_cooler               error     heat without a running cooler
hall.airflow_short           warning   coolers supply less air than the racks draw
hall.airflow_ample           note      coolers supply far more air than the racks draw
hall.capacity_short          warning   heat above the capacity of the running coolers
hall.no_outside_temperature  error     a U-value without the temperature beyond
hall.envelope_past_space     note      heat through floor or roof bypasses plenum or void
hall.humidity_saturated      error     the supply air cannot hold the hall's humidity
hall.moisture_unused         note      sources of water given, but humidity is uniform
hall.no_outside_humidity     error     outside air without its humidity
hall.power_cap               warning   racks above the hall's power cap
hall.altitude                warning   site above the highest altitude of the air class
rack.no_loop                 error     cooled by liquid or with a door, but on no loop
rack.unused_connection       note      on a loop, but nothing inside is cooled by liquid
rack.bath_fluid              error     a fluid that its tank or boiling plates cannot use
cdu.reversed                 error     technology and facility side swapped
cdu.same_loop                error     both sides hang on one loop
cdu.airflow_unknown          error     liquid to air, but how much air is not known
cdu.freezing                 error     facility water freezes the technology coolant in the plates
cdu.no_technology_loop       warning   a unit that drives nothing
cdu.no_facility_loop         error     nothing cools the unit
cdu.set_point                error     supply asked for is colder than what cools the unit
cdu.stopped                  note      not running
cdu.capacity_unknown         note      not checked: capacity unknown
loop.empty                   note      nothing hangs on it
loop.no_unit                 error     technology loop without a coolant distribution unit
loop.no_pump                 error     no pump of the loop runs
loop.wrong_kind              warning   plates on a facility loop, doors or coils on another
loop.unit_type               error     catalogue unit of another kind
loop.capacity_short          warning   more heat than the running units are rated for
loop.redundancy              warning   pumps or units short of N+1 or 2N
loop.coolant_unknown         error     no such coolant, or its figures are not known
loop.concentration           error     more glycol than its properties are known for
loop.no_glycol               note      a glycol with a share of zero
loop.freezing, loop.boiling  error     coolant not liquid at its set point
loop.class, loop.class_kind  warning   supply outside its class, or class of the other kind
loop.dew_point               warning   supply below the dew point of the hall's air
loop.dew_margin              warning   supply less than 2 K above it
power.common_path            warning   both feeds of a rack hang on one element
power.curve                  error     efficiencies that cannot be
power.rating_unknown         note      not checked: rated power of an element unknown
power.losses_unknown         note      losses of an element unknown, counted as none
power.phase_unknown          note      not checked: phase of a rack on a single-phase feed
power.unused                 note      an element that supplies nothing
plant.not_served             warning   a facility loop or cooler whose heat no rejection takes
plant.set_point              warning   colder than a tower or dry cooler reaches on the design day
plant.capacity_short         warning   capacity drawn is less than the heat of the racks
plant.negative_tariff        warning   a price below zero
plant.unknown_price          warning   a tariff or footprint the catalogue does not have
plant.wet_bulb               warning   a design wet bulb that outdoor air cannot have
plant.dx_loop                warning   room units named for a loop
plant.stopped                note      a heat rejection that does not run
===========================  ========  ============================================================

<kind> is rack, cooler, cdu, tile, panel or obstruction.
"""

from __future__ import annotations

from coolsim.checks.checking import Checker, check

__all__ = ["Checker", "check"]
