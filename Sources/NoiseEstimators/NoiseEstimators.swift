// NoiseEstimators
