package io.kinstream.learn;

import io.kinstream.nn.Encoder;
import io.kinstream.nn.GradientStep;
import java.util.ArrayList;
import java.util.List;

/**
 * The online learner: a pure fold over micro-batches of pairs.
 *
 * <p>Of one micro-batch all pairs are scored with the same weights; then the sum of their gradients, each times its
 * pair's weight, is taken off the weights times the learning rate. A rate found at one pair per batch so carries over.
 *
 * <p>With a replay buffer a second step follows, on stored pairs, at the same rate. Only the new pairs count: for version,
 * quality, schedule and what is known of the stream. Should that step not be finite, it is left out.
 *
 * <p>If a number in the first step is not finite nothing of it is applied. The pairs are then tried one by one, in order,
 * each a micro-batch of its own: scored, and learned or refused. A refused pair leaves no trace: neither weights nor
 * count nor quality change. If it is not the pairs that are at fault but the model, the learner gives up: see
 * {@link DivergedException}.
 */
public final class SiameseLearner {
    private final LearnerSettings settings;
    private final Encoder encoder;
    private final Prequential prequential;
    private final GradientStep step;
    private final Divergence divergence;
    private final StreamStatistics statistics;
    private final Reservoir reservoir;
    private long pairsLearned;
    private int contradictory; // of the micro-batch learned last
    private float gradientNorm; // of the step it was learned by

    /** A learner that has learned nothing yet. */
    public SiameseLearner(LearnerSettings settings) {
        this(
                settings,
                Encoder.seeded(settings.architecture(), settings.seed()),
                new Prequential(settings.windowPairs(), settings.loss()),
                StreamStatistics.begin(settings),
                new Reservoir(settings.replay(), settings.seed(), 0),
                0);
    }

    private SiameseLearner(
            LearnerSettings settings,
            Encoder encoder,
            Prequential prequential,
            StreamStatistics statistics,
            Reservoir reservoir,
            long pairsLearned) {
        this.settings = settings;
        this.encoder = encoder;
        this.prequential = prequential;
        this.pairsLearned = pairsLearned;
        this.statistics = statistics;
        this.reservoir = reservoir;
        this.step = new GradientStep(encoder, settings.loss(), settings.clip(), statistics.inputs());
        this.divergence = new Divergence(settings);
    }

    /** As {@link #restore(LearnerSettings, LearnerState, Reservoir)}, but a replay buffer begins empty. */
    public static SiameseLearner restore(LearnerSettings settings, LearnerState state) {
        return restore(settings, state, new Reservoir(settings.replay(), settings.seed(), state.pairsLearned()));
    }

    /**
     * A learner that goes on where another one stopped.
     *
     * @param state taken over, not copied
     * @param reservoir as it was, of as many pairs as the state; taken over
     * @throws IllegalArgumentException naming every difference if the state was not made with these settings
     */
    public static SiameseLearner restore(LearnerSettings settings, LearnerState state, Reservoir reservoir) {
        List<String> differences = new ArrayList<>();
        compare("layers", settings.architecture(), state.architecture(), differences);
        compare("seed", settings.seed(), state.seed(), differences);
        compare("loss", settings.loss(), state.loss(), differences);
        compare("pairs offered for replay", state.pairsLearned(), reservoir.learned(), differences);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(
                    "the saved model does not fit the settings: " + String.join("; ", differences));
        }
        return new SiameseLearner(
                settings,
                new Encoder(state.architecture(), state.parameters()),
                Prequential.restore(settings.windowPairs(), settings.loss(), state.prequential()),
                StreamStatistics.restore(settings, state.statistics(), state.pairsLearned()),
                reservoir,
                state.pairsLearned());
    }

    private static void compare(String name, Object wanted, Object saved, List<String> differences) {
        if (!wanted.equals(saved)) {
            differences.add(name + " must be " + wanted + ", but was " + saved);
        }
    }

    /**
     * Scores a micro-batch, then learns it.
     *
     * @throws IllegalArgumentException if features do not fit the encoder; nothing is learned then
     * @throws DivergedException if it is the model that is at fault; this learner is then of no more use
     */
    public BatchResult learn(List<Pair> batch) {
        return learnTogether(batch) ? learned(batch.size()) : learnOneByOne(batch);
    }

    /** What came of a micro-batch of that many pairs that was {@linkplain #learnTogether learned together} just now. */
    public BatchResult learned(int pairs) {
        return new BatchResult(pairs, List.of(), contradictory, gradientNorm);
    }

    /**
     * What becomes of a micro-batch that cannot be {@linkplain #learnTogether learned together}: its pairs are tried one
     * by one.
     *
     * @throws DivergedException if it is the model that is at fault; this learner is then of no more use
     */
    public BatchResult learnOneByOne(List<Pair> batch) {
        List<Integer> refused = new ArrayList<>();
        int contradictions = 0;
        float lastNorm = 0f;
        for (int i = 0; i < batch.size(); i++) {
            if (batch.size() > 1 && learnTogether(batch.subList(i, i + 1))) {
                contradictions += contradictory;
                lastNorm = gradientNorm;
            } else {
                refuse(batch.get(i), i);
                refused.add(i);
            }
        }
        return new BatchResult(batch.size() - refused.size(), refused, contradictions, lastNorm);
    }

    private void refuse(Pair pair, int index) {
        float learningRate = settings.learningRate().at(pairsLearned);
        if (divergence.refused(pair, learningRate)) {
            throw new DivergedException(index, learningRate);
        }
    }

    /**
     * Scores a micro-batch, then learns all of it in one step, or nothing.
     *
     * @return false if the step would not have been finite: then nothing has changed
     * @throws IllegalArgumentException if features do not fit the encoder; nothing is learned then
     */
    public boolean learnTogether(List<Pair> pairs) {
        float learningRate = settings.learningRate().at(pairsLearned);
        prepare(pairs);
        if (!step.take(learningRate)) {
            return false;
        }
        gradientNorm = step.gradientNorm();
        contradictory = 0;
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            prequential.record(step.distance(i), pair.label(), step.loss(i));
            statistics.balance().learned(pair.label());
            contradictory += pair.isContradictory() ? 1 : 0;
        }
        divergence.taken(gradientNorm);
        replay(pairs.size(), learningRate);
        pairs.forEach(reservoir::offer);
        pairsLearned += pairs.size();
        return true;
    }

    private void prepare(List<Pair> pairs) {
        step.clear();
        for (Pair pair : pairs) {
            step.add(
                    pair.left(),
                    pair.right(),
                    pair.label(),
                    pair.weight() * statistics.balance().weight(pair.label()));
        }
    }

    /** A step of its own, so that a stored pair is never the reason why a new one is refused. */
    private void replay(int fresh, float learningRate) {
        List<Pair> stored = reservoir.draw(fresh);
        if (!stored.isEmpty()) {
            prepare(stored);
            step.takeAgain(learningRate);
        }
    }

    /** The version of the model. Refused pairs do not count; dissimilar pairs beyond the margin do. */
    public long pairsLearned() {
        return pairsLearned;
    }

    /** The live encoder: its weights change with every batch. */
    public Encoder encoder() {
        return encoder;
    }

    /** The live window of scored pairs. */
    public Prequential prequential() {
        return prequential;
    }

    /** The live replay buffer: it changes with every batch, and is not part of {@link #state}. */
    public Reservoir reservoir() {
        return reservoir;
    }

    /** A copy of all this learner is, but for the {@link #reservoir}, which later batches do not change. */
    public LearnerState state() {
        return new LearnerState(
                settings.architecture(),
                settings.seed(),
                settings.loss(),
                pairsLearned,
                encoder.parameters().clone(),
                statistics.numbers(),
                prequential.state());
    }
}
