"""What a real car is wired with, behind the Protocols of `robot/drivers.py` and `control/bridge.py`.

Nothing here is imported by the simulation, and no module imports a hardware library before a driver is built.
"""
