"""Behaviour of equipment as pure functions over numbers and arrays, one machine per file.

Units are in the names. Outside a correlation's range its value stands and a note says so
(:mod:`.validity`); a figure that is not known leaves its answer *not checked*.

Exchangers and coils:

* ``heat_exchanger``: ε-NTU and conductance by both flows (Kays and London 1984; Kumar 1984 for
  plates, Wetter 1999 for coils); ratings turned round with ``ht``.
* ``condenser``: water-cooled condensers (Incropera, eqs. 8.60 and 11.35a).
* ``coil``: a cooler that holds its supply air.
* ``dew_point``: cold surfaces and insulated pipes (ISO 12241:2022).

Machines of the liquid side:

* ``cdu``: coolant distribution units, liquid to liquid and liquid to air (first law, ε-NTU).
* ``pump``: head, speed, power (EPANET 2.2 one-point rule; affinity laws).
* ``fan``: power by airflow (fan laws).
* ``rear_door``: passive and active doors with by-pass (Wetter 1999).
* ``cold_plate``: resistance and pressure drop by flow (Tuckerman and Pease 1981; OCP OAI 2023).
* ``cold_plate_two_phase``: boiling refrigerant, dry-out (Collier and Thome 1994).
* ``chip``: two heat paths, throttling at the case limit, chains of plates (JESD51-12).
* ``heat_sink``: fins in oil (Stephan 1959).
* ``tank_single_phase``, ``tank_two_phase``: immersion tanks.
* ``boiling``: superheat (Cooper 1984, Rohsenow 1952), critical heat flux (Zuber 1958).
* ``working_fluids``: dielectrics and refrigerants of the catalogue by temperature.

The same, made from the catalogue for a rack of a design: ``rack_heat`` (how its heat divides),
``rack_plates``, ``rack_tanks``, ``rack_doors``.

Racks and air: ``cabinet``. Heat rejection: ``chiller``, ``dx``, ``cooling_tower``,
``tower_at_heat``, ``dry_cooler``, ``fan_control`` (fans that hold a set point). Power:
``conversion``, ``power_chain``. Shared: ``arrays`` (number types), ``validity`` (ranges and notes).
"""
