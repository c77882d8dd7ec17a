package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.wire.SnapshotCodec;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedding application. It waits for the first published model before it reads a feature: until then there is
 * nothing to embed with, and features must not be passed over.
 */
final class EmbedApplication implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbedApplication.class);
    private static final long LOOK_EVERY_MS = 200;
    private static final long LAST_LOOK_SECONDS = 5;

    private final KinstreamConfig config;
    private final ModelInService model;
    private final EmbedAhead ahead;
    private final StreamsRunner runner;
    private final ScheduledExecutorService waiting =
            Executors.newSingleThreadScheduledExecutor(ThreadUtils.createThreadFactory("wait-for-first-model", true));
    // Of the thread that waits.
    private TopicTail published;
    private String complaint;

    EmbedApplication(KinstreamConfig config, KinstreamMeters meters, String instance, Predicate<Throwable> passes) {
        this.config = config;
        this.model = new ModelInService(config, meters);
        this.ahead = new EmbedAhead(model, EmbedAhead.threads(config.threads(Role.EMBED)));
        Properties settings = StreamsSettings.embed(config, instance);
        ahead.listenTo(settings);
        this.runner = new StreamsRunner(EmbedTopology.of(config, model, ahead, meters), settings, passes);
    }

    void start() {
        waiting.scheduleWithFixedDelay(this::startIfPublished, 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void startIfPublished() {
        try {
            if (isPublished()) {
                waiting.shutdown();
                stopLooking();
                runner.start();
            }
        } catch (RuntimeException e) {
            runner.failure().complete(e);
        }
    }

    private boolean isPublished() {
        try {
            if (published == null) {
                published = new TopicTail(config.kafka(), new Topics(config).models());
            }
            if (!published.hasGrown()) {
                return false;
            }
            SnapshotCodec.Assembly newest = new ModelReader(config).newest(config.architecture());
            if (newest instanceof SnapshotCodec.Corrupt corrupt) {
                model.reject(corrupt);
            }
            return newest instanceof SnapshotCodec.Complete;
        } catch (KafkaException e) {
            if (!Objects.equals(complaint, e.getMessage())) {
                complaint = e.getMessage();
                LOG.warn("The models topic cannot be read yet: {}", complaint);
            }
            stopLooking();
            return false;
        }
    }

    private void stopLooking() {
        if (published != null) {
            published.close();
            published = null;
        }
    }

    StreamsRunner runner() {
        return runner;
    }

    ModelInService model() {
        return model;
    }

    @Override
    public void close() {
        stopWaiting();
        if (waiting.isTerminated()) {
            stopLooking();
        }
        runner.close();
        ahead.close();
    }

    /** Lets a look at the models topic end by itself: interrupted, the consumer complains. */
    private void stopWaiting() {
        waiting.shutdown();
        try {
            if (!waiting.awaitTermination(LAST_LOOK_SECONDS, TimeUnit.SECONDS)) {
                waiting.shutdownNow();
            }
        } catch (InterruptedException e) {
            waiting.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
