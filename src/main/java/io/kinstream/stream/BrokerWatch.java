package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.utils.ThreadUtils;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the brokers no longer answer. Kafka Streams waits for them, and says meanwhile that it is running. What
 * tells is the heartbeat of the consumers, a few seconds apart: without a group coordinator that answers there is none.
 */
final class BrokerWatch implements AutoCloseable {

    /** A member that is silent for longer is no longer one of its group: the session timeout of {@link StreamsSettings}. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    /** Longer than Kafka's clients go on with what they had begun before the brokers went away. */
    private static final Duration AFTERMATH = Duration.ofMinutes(3);

    private static final long LOOK_EVERY_MS = 1000;

    private final String servers;
    private final List<KafkaStreams> applications;
    private boolean away;
    private volatile Instant lastSilent = Instant.MIN;
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(ThreadUtils.createThreadFactory("broker-watch", true));

    BrokerWatch(KinstreamConfig config, List<KafkaStreams> applications) {
        this.servers = servers(config);
        this.applications = List.copyOf(applications);
        looking.scheduleWithFixedDelay(this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** Says so if the brokers do not answer at once, while what comes next waits for them. */
    static void announceWait(Admin admin, KinstreamConfig config) {
        try {
            admin.describeCluster().nodes().get(AT_ONCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            int patience = new AdminClientConfig(Map.copyOf(config.kafka()))
                    .getInt(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
            LOG.info("Waiting for Kafka at {} for up to another {} s", servers(config), patience / 1000);
        } catch (ExecutionException e) {
            LOG.debug("The cluster cannot be described; the first real request will say more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String servers(KinstreamConfig config) {
        return config.kafka().get("bootstrap.servers");
    }

    private void look() {
        Optional<Duration> silence = silence();
        if (silence.isPresent() && !away) {
            LOG.warn("Kafka at {} does not answer; waiting for it, nothing is lost", servers);
        } else if (silence.isEmpty() && away) {
            LOG.info("Kafka at {} answers again", servers);
        }
        away = silence.isPresent();
        if (away) {
            lastSilent = Instant.now();
        }
    }

    /** Whether a problem comes of brokers that are away or were a moment ago, and so will pass. */
    boolean explains(Throwable problem) {
        boolean lately =
                silence().isPresent() || lastSilent.isAfter(Instant.now().minus(AFTERMATH));
        return lately && Failure.ofTheConnection(problem);
    }

    /** For how long the brokers have not been heard of, if that is too long. */
    Optional<Duration> silence() {
        return applications.stream()
                .map(BrokerWatch::sinceHeartbeat)
                .max(Duration::compareTo)
                .filter(longest -> longest.compareTo(SILENCE) > 0);
    }

    /** Zero before the first one: a start is not a silence. */
    private static Duration sinceHeartbeat(KafkaStreams application) {
        double seconds = application.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("last-heartbeat-seconds-ago"))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .filter(ago -> ago >= 0)
                .min() // that of a thread that ended stands still: one that hears them is enough
                .orElse(0);
        return Duration.ofSeconds((long) seconds);
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
