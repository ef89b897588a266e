"""What the car sees: camera, detector, free space, map."""
