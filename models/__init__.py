"""Networks: weights we trained, how they run, how they are trained."""
