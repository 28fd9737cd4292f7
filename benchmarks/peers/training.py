"""Runs time_training_peer.py and prints what it found as a measurement.

usage: training.py TIME_TRAINING_PEER.py D BATCH
needs: pip install torch
"""
import json, resource, subprocess, sys
from machine import measurement

script, channels, batch = sys.argv[1:4]
printed = subprocess.run([sys.executable, script, channels, batch], check=True, capture_output=True, text=True).stdout
rate = json.loads(printed.strip().splitlines()[-1])["torch images per second"]
print(measurement(
    "training", f"digits, D = {channels}, batch of {batch}", "f32", seconds=int(batch) / rate,
    memory=1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, pictures=int(batch)))
