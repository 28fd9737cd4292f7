"""A training step of the digits' class-conditioned network by PyTorch (forward, backward, Adam): its time, and peak memory.

usage: time_training_peer.py D BATCH
needs: pip install torch
"""
import statistics, sys, time
import torch
from torch import nn
from machine import measurement, peak_memory

d, n = int(sys.argv[1]), int(sys.argv[2])


def fc(i, o): return nn.Sequential(nn.Linear(i, o), nn.GELU(), nn.Linear(o, o))
def conv(i, o): return nn.Sequential(nn.Conv2d(i, o, 3, 1, 1), nn.BatchNorm2d(o), nn.GELU())
def block(i, o): return nn.Sequential(conv(i, o), conv(o, o))
def down(i, o): return nn.Sequential(nn.Conv2d(i, o, 3, 2, 1), nn.BatchNorm2d(o), nn.GELU(), block(o, o))
def up(i, o): return nn.Sequential(nn.ConvTranspose2d(i, o, 4, 2, 1), nn.BatchNorm2d(o), nn.GELU(), block(o, o))
def spread(z): return z[:, :, None, None]


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.down1, self.down2 = block(1, d), down(d, d), down(d, 2 * d)
        self.flatten = nn.Sequential(nn.AvgPool2d(7), nn.GELU())
        self.unflatten = nn.Sequential(nn.ConvTranspose2d(2 * d, 2 * d, 7, 7), nn.BatchNorm2d(2 * d), nn.GELU())
        self.up1, self.up2, self.last, self.out = up(4 * d, d), up(2 * d, d), block(2 * d, d), nn.Conv2d(d, 1, 3, 1, 1)
        self.time1, self.time2, self.class1, self.class2 = fc(1, 2 * d), fc(1, d), fc(10, 2 * d), fc(10, d)

    def forward(self, x, t, c):
        a = self.first(x); b = self.down1(a); q = self.down2(b)
        u = self.unflatten(self.flatten(q)) * spread(self.class1(c)) + spread(self.time1(t))
        w = self.up1(torch.cat([u, q], 1)) * spread(self.class2(c)) + spread(self.time2(t))
        y = self.up2(torch.cat([w, b], 1))
        return self.out(self.last(torch.cat([y, a], 1)))


torch.manual_seed(0)
network = UNet()
adam = torch.optim.Adam(network.parameters(), 1e-3)
found = []
for step in range(12):
    start = time.perf_counter()
    x = torch.randn(n, 1, 28, 28); noise = torch.randn_like(x)
    t = torch.rand(n, 1); c = torch.eye(10)[torch.randint(0, 10, (n,))]
    loss = (network(x + noise, t, c) - noise).pow(2).mean()
    adam.zero_grad(); loss.backward(); adam.step()
    found.append(time.perf_counter() - start)
print(measurement(
    "training", f"digits, D = {d}, batch of {n}", "f32", seconds=statistics.median(found[2:]), memory=peak_memory(),
    pictures=n))
