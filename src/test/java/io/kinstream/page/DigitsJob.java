package io.kinstream.page;

import io.kinstream.learn.LearnerSettings;
import io.kinstream.learn.LearningRate;
import io.kinstream.learn.Pair;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.monitor.Health;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Encoder;
import io.kinstream.nn.Features;
import io.kinstream.testing.Digits;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.ModelSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** The job without Kafka: a learner of digits that publishes a version when it is told to. */
final class DigitsJob implements PageSource {

    static final double MARGIN = 1;

    private static final int BATCH = 16;

    private final Digits digits = new Digits();
    private final Architecture architecture = Architecture.of("784,32,8", Activation.RELU);
    private final SiameseLearner learner = new SiameseLearner(new LearnerSettings(
            architecture, 1, ContrastiveLoss.drlim((float) MARGIN), LearningRate.constant(0.01f), 2000));
    private final Digits.Pair[] pairs = digits.pairs(1, 20_000);
    private final KinstreamMeters meters;
    private final ItemSample sample = new ItemSample();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger ticks = new AtomicInteger();

    volatile Health health = new Health(true, "running", Map.of());
    volatile List<String> roles = List.of("train", "embed");
    volatile List<Letter> letters = List.of();
    volatile List<ModelManifest> published = List.of();
    private volatile Space space;
    private volatile boolean hidden;

    DigitsJob(KinstreamMeters meters) {
        this.meters = meters;
    }

    /** How often the page has come by: for its curves it looks at the model every second. */
    int ticks() {
        return ticks.get();
    }

    /** How often the sample was asked for. */
    int asked() {
        return asked.get();
    }

    /** As in a process that does not embed. */
    void hideSpace() {
        hidden = true;
    }

    void offer(String id, Features features) {
        sample.offer(id, features);
    }

    /** Takes the first digits into the sample. */
    void sample(int count) {
        for (int i = 0; i < count; i++) {
            sample.offer(id(i), digits.dense(i));
        }
    }

    static String id(int digit) {
        return "train-%05d".formatted(digit);
    }

    /** Learns so many more pairs, then publishes what was learned. */
    void learn(int count) {
        int first = (int) learner.pairsLearned();
        for (int i = first; i < first + count; i += BATCH) {
            List<Pair> batch = new ArrayList<>();
            for (int k = i; k < Math.min(i + BATCH, first + count); k++) {
                batch.add(new Pair(digits.dense(pairs[k].left()), digits.dense(pairs[k].right()), pairs[k].label(), 1));
            }
            learner.learn(batch);
        }
        meters.learned(count, learner.pairsLearned());
        meters.quality(learner.prequential().quality());
        meters.drift(learner.prequential().drift());
        meters.window().offer(learner.prequential());
        publish();
    }

    /** Publishes the version that is there. */
    void publish() {
        ModelSnapshot snapshot = ModelSnapshot.of(
                "digits",
                learner.state(),
                OptionalLong.empty(),
                0.01f,
                learner.prequential().quality(),
                learner.prequential().calibration(),
                System.currentTimeMillis());
        meters.published(learner.pairsLearned(), System.currentTimeMillis());
        space = new Snapshot(snapshot.manifest(), new Encoder(architecture, snapshot.parameters()));
    }

    private record Snapshot(ModelManifest manifest, Encoder encoder) implements Space {
        @Override
        public float[] embed(Features features) {
            return encoder.embed(features);
        }
    }

    @Override
    public Health ready() {
        return health;
    }

    @Override
    public List<String> roles() {
        return roles;
    }

    @Override
    public Map<String, String> topics() {
        return Map.of(
                "features", "kinstream.features", "pairs", "kinstream.pairs", "dead-letters", "kinstream.dead-letters");
    }

    @Override
    public long restarts() {
        return 2;
    }

    @Override
    public Map<String, Long> lag() {
        return Map.of("pairs", 7L, "models", 1L);
    }

    @Override
    public ContrastiveLoss loss() {
        return ContrastiveLoss.drlim((float) MARGIN);
    }

    @Override
    public Optional<Space> space() {
        ticks.incrementAndGet();
        return hidden ? Optional.empty() : Optional.ofNullable(space);
    }

    @Override
    public List<Item> items() {
        asked.incrementAndGet();
        return sample.items();
    }

    @Override
    public List<Letter> deadLetters() {
        return letters;
    }

    @Override
    public List<ModelManifest> published() {
        return published;
    }
}
