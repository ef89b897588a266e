"""What the car does: mission, navigation, odometry, teleop, safety."""
