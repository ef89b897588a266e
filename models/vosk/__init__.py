"""Vosk's own model folder, written without Kaldi: pronunciations, decoding graphs and acoustic networks."""
