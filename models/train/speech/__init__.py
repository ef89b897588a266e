"""The recipe of our own Vosk model: data, network, training, export and evaluation."""
