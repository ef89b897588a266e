"""Measurements that anyone can repeat; each prints its table and writes JSON on request."""
