"""What is installed and connected here, what is missing, and what to do about it: `python -m robot.doctor [--json]`."""
