"""Fluid properties. CoolProp takes seconds to import, so only functions in here import it."""
