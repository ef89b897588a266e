"""Route language: how people describe ways through halls, turned into programs."""
