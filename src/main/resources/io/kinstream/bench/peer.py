"""What a user would write instead of Kinstream: a consumer that trains a siamese network with PyTorch.

It reads labelled pairs from one topic, learns them in micro-batches with the contrastive loss, and commits its offsets.
It says on its output when it has learned the pairs to warm up, and when it ends, as `warm PAIRS SECONDS` and
`end PAIRS SECONDS`, by a monotonic clock. With --describe alone it says what it is made of.
"""

import argparse
import json
import sys
import time

import confluent_kafka
import numpy
import torch

MARGIN = 1.0


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--servers", required=True)
    parser.add_argument("--topic", required=True)
    parser.add_argument("--group", required=True)
    parser.add_argument("--form", choices=["json", "float32"], required=True)
    parser.add_argument("--layers", required=True, help="such as 784,256,32")
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--warm-up", type=int, required=True, help="pairs before the clock starts")
    parser.add_argument("--pairs", type=int, required=True, help="pairs in all, at most")
    parser.add_argument("--seconds", type=float, required=True, help="when to end after the warm-up, at the latest")
    parser.add_argument("--weights", help="a file for the weights, as little-endian float32: w0, b0, w1, ...")
    return parser.parse_args()


def describe():
    """What this is, and what multiplies its matrices."""
    torch.rand(64, 64) @ torch.rand(64, 64)
    with open("/proc/self/maps") as maps:
        libraries = {line.split("/")[-1].strip() for line in maps if "blas" in line or "mkl" in line}
    kafka = confluent_kafka.version()[0]
    print(f"PyTorch {torch.__version__}, confluent-kafka {kafka},", *sorted(libraries))


def encoder(layers):
    modules = []
    for inputs, outputs in zip(layers, layers[1:]):
        modules += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    return torch.nn.Sequential(*modules[:-1])


def loss(left, right, dissimilar):
    """Hadsell, Chopra, LeCun 2006, equation 4, summed over the batch."""
    distance = torch.nn.functional.pairwise_distance(left, right)
    attraction = distance.square()
    repulsion = torch.clamp(MARGIN - distance, min=0).square()
    return 0.5 * torch.where(dissimilar, repulsion, attraction).sum()


def decode_json(messages, inputs):
    pairs = [json.loads(message.value()) for message in messages]
    rows = [pair[side]["features"] for side in ("left", "right") for pair in pairs]
    return numpy.array(rows, dtype=numpy.float32), [pair["label"] == "dissimilar" for pair in pairs]


def decode_float32(messages, inputs):
    numbers = numpy.frombuffer(b"".join(message.value() for message in messages), dtype="<f4")
    rows = numbers.reshape(len(messages), 2, inputs).swapaxes(0, 1).reshape(2 * len(messages), inputs)
    return rows, [dict(message.headers())["label"] == b"dissimilar" for message in messages]


def batches(consumer, size):
    """Full batches, as long as records come."""
    waiting = []
    while True:
        for message in consumer.consume(max(size, 500), timeout=1.0):
            if message.error():
                raise RuntimeError(message.error())
            waiting.append(message)
        while len(waiting) >= size:
            yield waiting[:size]
            del waiting[:size]


def main():
    options = arguments()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    layers = [int(width) for width in options.layers.split(",")]
    model = encoder(layers)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    decode = decode_json if options.form == "json" else decode_float32
    consumer = confluent_kafka.Consumer(
        {
            "bootstrap.servers": options.servers,
            "group.id": options.group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": True,
        }
    )
    consumer.subscribe([options.topic])
    learned = 0
    warm_at = None
    for batch in batches(consumer, options.batch):
        rows, dissimilar = decode(batch, layers[0])
        outputs = model(torch.from_numpy(rows))
        optimizer.zero_grad()
        loss(outputs[: len(batch)], outputs[len(batch) :], torch.tensor(dissimilar)).backward()
        optimizer.step()
        learned += len(batch)
        now = time.monotonic()
        if warm_at is None and learned >= options.warm_up:
            warm_at = now
            print("warm", learned, now, flush=True)
        if learned + options.batch > options.pairs or warm_at is not None and now - warm_at >= options.seconds:
            break
    print("end", learned, now, flush=True)
    consumer.close()  # commits
    if options.weights:
        arrays = [part.detach().numpy() for part in model.parameters()]
        flat = numpy.concatenate([array.T.ravel() for array in arrays])
        flat.astype("<f4").tofile(options.weights)


if __name__ == "__main__":
    describe() if sys.argv[1:] == ["--describe"] else main()
