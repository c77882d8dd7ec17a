package io.kinstream.bench;

import io.kinstream.bench.PairEvents.Form;
import io.kinstream.config.ConfigProblems;
import io.kinstream.local.Dataset;
import io.kinstream.local.EmbeddedBroker;
import io.kinstream.local.MnistDataset;
import io.kinstream.local.SpaceComparison;
import io.kinstream.nn.Embedder;
import io.kinstream.nn.Encoder;
import io.kinstream.nn.Features;
import io.kinstream.stream.ModelReader;
import io.kinstream.stream.Topics;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.SnapshotCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Kinstream beside the {@link Peer}: the same topics, network and loss; direct mode, exactly once, there; a consumer that
 * commits its offsets here. They take turns. Of the peer's batch sizes the fastest is taken, found before.
 */
public final class PeerBench {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final List<Integer> BATCHES = List.of(1, 16, 32, 128);
    private static final double SECONDS = 15;
    private static final double TRIAL_SECONDS = 5;
    private static final double NO_LIMIT = 3600;

    private final Bench bench;
    private final Peer peer;
    private final Dataset items;
    private final Rounds figures = new Rounds();

    /** @param python the interpreter that has PyTorch and Kafka's client */
    public PeerBench(Bench bench, String python) throws IOException, InterruptedException {
        this.bench = bench;
        this.peer = new Peer(python, bench.directory());
        this.items = MnistDataset.bundled();
    }

    /**
     * Measures; then judges both spaces after the same number of pairs.
     *
     * @param pairs that are on each topic; time is not taken for the first half of them, by when the program is compiled
     */
    public void run(Report report, int rounds, long pairs) throws IOException, ConfigProblems, InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(bench.directory().resolve("broker"), 0)) {
            Contest json = new Contest("json", Form.JSON, broker, Bench.wholeBatches(pairs));
            Contest binary = new Contest("binary", Form.FLOAT32, broker, Bench.wholeBatches(pairs));
            for (Contest contest : List.of(json, binary)) {
                contest.findBatch();
            }
            for (int round = 1; round <= rounds; round++) {
                for (Contest contest : List.of(json, binary)) {
                    contest.takeTurns(round);
                }
                bench.say("Peer, round %d of %d", round, rounds);
            }
            figures.addTo(report, "pairs/s");
            report.detail("peer.pytorch", peer.describe());
            report.detail("peer.pairs", Bench.wholeBatches(pairs));
            report.detail("peer.pytorch_json_batch", json.batch);
            report.detail("peer.pytorch_binary_batch", binary.batch);
            judge(report, binary);
        }
    }

    /** One way to write pairs, on a topic that all of its runs read. */
    private final class Contest {
        private final String name;
        private final String form;
        private final Installation job;
        private final long pairs;
        private final long warmUp;
        private int batch;

        Contest(String name, Form form, EmbeddedBroker broker, long pairs) throws IOException, ConfigProblems {
            this.name = name;
            this.form = form.name().toLowerCase(Locale.ROOT);
            this.pairs = pairs;
            this.warmUp = pairs / 2;
            job = new Installation(
                    name, bench.directory(), broker.bootstrapServers(), Bench.plainDescent("train.direct", "true"));
            try (PairLoader loader = new PairLoader(job.config(), new PairEvents(form, items))) {
                loader.load(pairs);
            }
        }

        /** Tries each size once. */
        void findBatch() throws IOException, InterruptedException {
            double best = 0;
            for (int size : BATCHES) {
                double perSecond = peerRun("trial-" + size, size, TRIAL_SECONDS, null);
                figures.add("peer.pytorch_" + name + "_batch_" + size, perSecond);
                bench.say("PyTorch, %s, batch %d: %,.0f pairs/s", name, size, perSecond);
                if (perSecond > best) {
                    best = perSecond;
                    batch = size;
                }
            }
        }

        void takeTurns(int round) throws IOException, InterruptedException {
            figures.add("peer." + name, oursRun("ours-" + round));
            figures.add("peer.pytorch_" + name, peerRun("peer-" + round, batch, SECONDS, null));
        }

        /** At batch size 1 the whole warm-up would take minutes; some hundred steps are enough for it. */
        double peerRun(String group, int size, double seconds, Path weights) throws IOException, InterruptedException {
            return peer.pairsPerSecond(new Peer.Task(
                    job.config().kafka().get("bootstrap.servers"),
                    new Topics(job.config()).pairs(),
                    job.name() + "-" + group,
                    form,
                    size,
                    Math.min(warmUp, 200L * size),
                    pairs,
                    seconds,
                    weights));
        }

        /** Another application each time, which so begins with the first pair. */
        double oursRun(String instance) throws IOException {
            Map<String, String> environment = Map.of("KINSTREAM_APPLICATION_ID", job.name() + "-" + instance);
            try (VersionWatch versions = new VersionWatch(job.config(), System.currentTimeMillis());
                    ChildProgram child = job.start(bench.program(), instance, environment)) {
                ModelManifest warm = versions.awaitVersion(warmUp, PATIENCE, child::isAlive);
                ModelManifest last = versions.awaitVersion(pairs, PATIENCE, child::isAlive);
                return (last.modelVersion() - warm.modelVersion()) / ((last.publishedAt() - warm.publishedAt()) / 1e3);
            }
        }
    }

    /** How well five neighbours tell a digit's class, in the space of our last run and in that of one of the peer. */
    private void judge(Report report, Contest contest) throws IOException, InterruptedException {
        ModelSnapshot ours = ((SnapshotCodec.Complete) new ModelReader(contest.job.config()).newest()).snapshot();
        Path weights = bench.directory().resolve("peer.weights");
        contest.peerRun("judged", contest.batch, NO_LIMIT, weights);
        judge(report, "peer.knn5", new Encoder(ours.manifest().architecture(), ours.parameters()));
        judge(report, "peer.pytorch_knn5", Peer.encoder(weights));
    }

    private void judge(Report report, String name, Encoder encoder) {
        Embedder embedder = new Embedder(encoder);
        double accuracy = new SpaceComparison(items)
                .accuracy(vectors(embedder, items.training()), vectors(embedder, items.heldOut()));
        report.add(name, "", List.of(accuracy));
    }

    private static float[][] vectors(Embedder embedder, List<Dataset.Item> items) {
        return items.stream()
                .map(item -> embedder.embed(new Features.Dense(item.features())))
                .toArray(float[][]::new);
    }
}
