"""The runtime: bus, clock, nodes, executors, messages, config, launch."""
