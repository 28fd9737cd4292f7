"""Trains mini-if further with PyTorch on a GPU: all drawings, on coloured backgrounds and in three styles.

usage: train_mini_if.py OUT MINUTES [--from models/mini-if] [--drawings DIR] [--batch 384] [--rate 1e-3] [--warm-up 300] [--eager]
       train_mini_if.py OUT --draw N [--drawings DIR]
       DIR: drawings-128.tar unpacked, pictures with files of captions, of which the third line is the name
needs: pip install torch diffusers transformers sentencepiece pillow
Writes OUT/{unet,text_encoder} (float16, averaged weights), OUT/grid.png and OUT/log.csv at the end; every four minutes the same in OUT/save-K.
With --draw it does not train, but writes N of its training pictures to OUT, each with its prompt, for `runner train recipes/mini-if.json`.

The loss is recipes/mini-if.json's: noise by min-SNR (Hang et al. 2023), raised at high noise, and 0.001 of the variational bound for the
learned variance (Nichol & Dhariwal 2021). Here the text encoder is trained too. Half of the samples show one of the model card's 80 objects,
the other half any drawing; three in ten have a coloured background, a quarter are in a style (sketches and lithographs are gray again,
whatever their prompt says of the background); one in ten prompts is left out, and three in a hundred are "a high quality photo".
The network is compiled on the first step, which takes two minutes; everything random is drawn on the device, so that nothing waits.
"""
import argparse, copy, glob, math, os, re, time
import numpy as np, sentencepiece, torch, torch.nn.functional as F
from diffusers import DDPMScheduler, UNet2DConditionModel
from PIL import Image
from transformers import T5EncoderModel

here = os.path.dirname(os.path.abspath(__file__))
parser = argparse.ArgumentParser()
parser.add_argument("out"); parser.add_argument("minutes", type=float, nargs="?")
parser.add_argument("--draw", type=int)
parser.add_argument("--from", dest="base", default=os.path.join(here, "../models/mini-if"))
parser.add_argument("--drawings", default=os.path.join(here, "../data/draw128"))
parser.add_argument("--batch", type=int, default=384); parser.add_argument("--rate", type=float, default=1e-3)
parser.add_argument("--warm-up", type=int, default=300); parser.add_argument("--eager", action="store_true", help="without compiling")
a = parser.parse_args()
if (a.minutes is None) == (a.draw is None): parser.error("either MINUTES or --draw N")
if a.draw is not None and (a.draw < 1 or a.draw % 240): parser.error("--draw: a multiple of 240, in which all styles have their share")
began = time.time()
device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(0)
torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = torch.backends.cudnn.benchmark = True

# Drawings, on the device, and a table of all prompts, indexed by (drawing × form) × colour.
card = open(os.path.join(here, "../models/mini-if/README.md")).read()
first = re.search(r"drawings of 80 objects \(([^)]*)\)", card).group(1).split(", ")
files = sorted(glob.glob(f"{a.drawings}/*.png"))
assert files, f"no drawings in {a.drawings}"
names = [open(f[:-3] + "txt").read().split("\n")[2] for f in files]
known = torch.tensor([names.index(n) for n in first if n in names], device=device)
pictures = torch.stack([torch.from_numpy(np.array(Image.open(f).convert("RGB"))).permute(2, 0, 1) for f in files]).to(device).float() / 255
COLOURS = dict(white=(255, 255, 255), black=(20, 20, 20), red=(214, 60, 60), green=(90, 180, 90), blue=(80, 130, 220), yellow=(245, 215, 90),
               pink=(245, 170, 200), orange=(245, 160, 70), gray=(150, 150, 150), purple=(150, 100, 200))
colours = torch.tensor(list(COLOURS.values()), device=device).float() / 255
PLAIN = ["{a}", "{a}", "a photo of {a}", "a high quality photo of {a}", "{n}", "a picture of {a}"]
STYLED = ["a pencil sketch of {a}", "an oil painting of {a}", "a lithograph of {a}"]
FORMS = PLAIN + STYLED
pieces = sentencepiece.SentencePieceProcessor(model_file=f"{a.base}/tokenizer/spiece.model")
article = lambda name: ("an " if name[0] in "aeiou" else "a ") + name
prompts = [form.format(a=article(n), n=n) + (f" on a {colour} background" if k else "")
           for n in names for form in FORMS for k, colour in enumerate(COLOURS)] + ["", "a high quality photo"]


def tokens(texts, length=77):
    rows = [pieces.encode(t)[:length - 1] + [1] for t in texts]
    return torch.tensor([r + [0] * (length - len(r)) for r in rows], device=device)


table = tokens(prompts, 40)


def styled(x, style):
    """x: n × 3 × h × w in 0…1, as a pencil sketch (edges by Sobel), an oil painting (Kuwahara) or a lithograph (hatched gray)."""
    gray = x.mean(1, keepdim=True)
    if style == 0:
        sobel = torch.tensor([[1., 0, -1], [2, 0, -2], [1, 0, -1]], device=device)[None, None]
        q = F.pad(gray, [1] * 4, mode="replicate")
        return (1 - 0.9 * (F.conv2d(q, sobel) ** 2 + F.conv2d(q, sobel.mT) ** 2).sqrt()).clamp(0.1, 1).expand(-1, 3, -1, -1)
    if style == 1:
        w = F.unfold(F.pad(x, [2] * 4, mode="replicate"), 3).view(len(x), 3, 9, x.shape[2] + 2, x.shape[3] + 2)
        mean, variance = w.mean(2), w.var(2).sum(1)
        corners = [(i, j) for i in (slice(0, -2), slice(2, None)) for j in (slice(0, -2), slice(2, None))]
        means, variances = (torch.stack([v[..., i, j] for i, j in corners]) for v in (mean, variance))
        return torch.gather(means, 0, variances.argmin(0)[None, :, None].expand(1, -1, 3, -1, -1))[0]
    row = torch.arange(x.shape[2], device=device)
    hatch = ((row[:, None] + row[None]) % 4 < 2).float() * 0.25
    return torch.where(gray > 0.85, gray, gray * 1.1 - hatch * (1 - gray)).clamp(0, 1).expand(-1, 3, -1, -1)


def samples(n):
    """n pictures of 64 × 64 in 0…1, and the rows of their prompts. The first three twelfths are in the three styles."""
    uniform = lambda *shape: torch.rand(*shape, device=device)
    one_of = lambda count: torch.randint(count, (n,), device=device)
    drawing = torch.where(uniform(n) < .5, known[one_of(len(known))], one_of(len(files)))
    colour = torch.where(uniform(n) < .3, 1 + one_of(len(COLOURS) - 1), 0)
    form, m = one_of(len(PLAIN)), n // 12
    for style in range(3): form[style * m:(style + 1) * m] = len(PLAIN) + style
    shrink, mirror = 1 + uniform(n) * .18, torch.where(uniform(n) < .15, -1., 1.)
    place = torch.zeros(n, 2, 3, device=device)
    place[:, 0, 0], place[:, 1, 1], place[:, :, 2] = shrink * mirror, shrink, (uniform(n, 2) - .5) * 2 * (shrink - 1)[:, None]
    x = 1 - F.grid_sample(1 - pictures[drawing], F.affine_grid(place, [n, 3, 128, 128], align_corners=False), align_corners=False)
    x = F.interpolate(x, (64, 64), mode="area")
    paper = ((x.min(1, keepdim=True).values - .93) / .07).clamp(0, 1)
    x = x * (1 - paper) + paper * x * colours[colour].view(n, 3, 1, 1)
    x = torch.cat([styled(x[style * m:(style + 1) * m], style) for style in range(3)] + [x[3 * m:]])
    return x, (drawing * len(FORMS) + form) * len(COLOURS) + colour


def batch(n):
    """n pictures in −1…1, their tokens and the tokens' mask."""
    (x, row), left = samples(n), torch.rand(n, device=device)
    row = torch.where(left < .1, len(prompts) - 2, torch.where(left < .13, len(prompts) - 1, row))
    ids = F.pad(table[row], [0, 77 - table.shape[1]])
    return x * 2 - 1, ids, (ids != 0).long()


if a.draw:
    os.makedirs(a.out, exist_ok=True)
    for start in range(0, a.draw, 240):
        for i, (x, row) in enumerate(zip(*samples(240)), start):
            # Saved at twice the size: the trainer places pictures at parts of a pixel, and scales them to half.
            picture = Image.fromarray((x * 255).round().byte().permute(1, 2, 0).cpu().numpy()).resize((128, 128), Image.NEAREST)
            picture.save(f"{a.out}/{i:05}.png")
            with open(f"{a.out}/{i:05}.txt", "w") as f: f.write(prompts[row] + "\n")
    print(a.draw, "pictures in", a.out)
    raise SystemExit


net = torch.nn.ModuleDict(dict(
    unet=UNet2DConditionModel.from_pretrained(f"{a.base}/unet", variant="fp16").float(),
    text_encoder=T5EncoderModel.from_pretrained(f"{a.base}/text_encoder", variant="fp16").float())).to(device).train()
average = copy.deepcopy(net).eval().requires_grad_(False)
forward = net["unet"] if a.eager else torch.compile(net["unet"], dynamic=False)
scheduler = DDPMScheduler.from_pretrained(os.path.join(here, "../models/mini-if/scheduler"))
alpha, beta = scheduler.alphas_cumprod.to(device), scheduler.betas.to(device)
previous = torch.cat([alpha.new_ones(1), alpha[:-1]])
posterior = beta * (1 - previous) / (1 - alpha)
log_posterior, log_beta = torch.cat([posterior[1:2], posterior[1:]]).log(), beta.log()
towards_clean = beta * previous.sqrt() / (1 - alpha)


def loss_of(x, ids, mask):
    """The noise's unweighted mean squared error, for the log, and the loss that is minimised."""
    t, noise = torch.randint(0, 1000, (len(x),), device=device), torch.randn_like(x)
    at = lambda values: values[t].view(-1, 1, 1, 1)
    noisy = at(alpha).sqrt() * x + (1 - at(alpha)).sqrt() * noise
    with torch.autocast(device, torch.bfloat16):
        output = forward(noisy, t, net["text_encoder"](input_ids=ids, attention_mask=mask)[0], return_dict=False)[0]
    estimate, variance = output.float().chunk(2, 1)
    snr = at(alpha) / (1 - at(alpha))
    weight = snr.clamp(max=5) / snr * snr.rsqrt().clamp(1, 50)
    log_variance = (variance + 1) / 2 * at(log_beta) + (1 - variance) / 2 * at(log_posterior)
    clean = ((noisy - (1 - at(alpha)).sqrt() * estimate.detach()) / at(alpha).sqrt()).clamp(-1, 1)
    gap = (at(towards_clean) * (x - clean)) ** 2
    divergence = 0.5 * (-1 + log_variance - at(log_posterior) + (at(log_posterior) - log_variance).exp() + gap * (-log_variance).exp())
    variational = torch.where((t > 0).view(-1, 1, 1, 1), divergence, 0).mean() / math.log(2)
    return F.mse_loss(estimate, noise).detach(), (weight * (estimate - noise) ** 2).mean() + 1e-3 * variational


SHOWN = ["a rocket ship", "a photo of a dog", "a pencil", "a skull", "a castle", "an oil painting of a snowy mountain", "a lithograph of a skull",
         "a red apple on a blue background", "a penguin", "a photo of an old man", "a cat", "a pencil sketch of a house", "a sunflower",
         "a guitar", "a birthday cake", "an oil painting of a campfire"]


@torch.no_grad()
def save(folder):
    for name in net: copy.deepcopy(average[name]).half().save_pretrained(f"{folder}/{name}", variant="fp16")
    n, generator = len(SHOWN), torch.Generator(device).manual_seed(180)
    ids = tokens(SHOWN + [""] * n)
    text = average["text_encoder"](input_ids=ids, attention_mask=(ids != 0).long())[0]
    x = torch.randn(n, 3, 64, 64, generator=generator, device=device)
    steps = DDPMScheduler.from_config(scheduler.config); steps.set_timesteps(40)
    for t in steps.timesteps:
        c, u = average["unet"](torch.cat([x, x]), t, text, return_dict=False)[0].chunk(2)
        guided = torch.cat([u[:, :3] + 5 * (c[:, :3] - u[:, :3]), c[:, 3:]], 1)
        x = steps.step(guided, t, x, generator=generator, return_dict=False)[0]
    grid = ((x.clamp(-1, 1) + 1) * 127.5).byte().view(2, n // 2, 3, 64, 64).permute(0, 3, 1, 4, 2).reshape(128, n * 32, 3).cpu().numpy()
    Image.fromarray(grid).resize((n * 64, 256), Image.NEAREST).save(f"{folder}/grid.png")


optimizer = torch.optim.AdamW(net.parameters(), a.rate, betas=(.9, .99), weight_decay=.01, fused=device == "cuda")
parameters, averages = list(net.parameters()), list(average.parameters())
os.makedirs(a.out, exist_ok=True)
log, step, saved, saves = open(f"{a.out}/log.csv", "a"), 0, time.time(), 0
print(len(files), "drawings,", len(known), "of the first;", sum(p.numel() for p in parameters) / 1e6, "M parameters on", device, flush=True)
while (done := (time.time() - began) / 60 / a.minutes) < 1:
    for group in optimizer.param_groups: group["lr"] = a.rate * min(1, (step + 1) / a.warm_up) * (0.02 + 0.49 * (1 + math.cos(math.pi * done)))
    plain, loss = loss_of(*batch(a.batch))
    optimizer.zero_grad(set_to_none=True); loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step(); step += 1
    with torch.no_grad(): torch._foreach_lerp_(averages, parameters, 1 - min(.9995, (step + 1) / (step + 20)))
    if step == 1 or step % 250 == 0:
        line = f"{step},{time.time() - began:.1f},{plain.item():.5f},{loss.item():.5f}"
        print(line, flush=True); log.write(line + "\n"); log.flush()
    if time.time() - saved > 240: save(f"{a.out}/save-{saves}"); saved = time.time(); saves += 1
save(a.out)
print("finished", step, "steps", flush=True)
