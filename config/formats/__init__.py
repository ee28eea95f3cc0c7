"""How dates and times are written, for each language of the interface: a time of day in German has its "Uhr",
English dates are British.
"""
