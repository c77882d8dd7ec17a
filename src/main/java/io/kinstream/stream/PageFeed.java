package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import io.kinstream.page.ItemSample;
import io.kinstream.page.Letter;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.CorruptDataException;
import io.kinstream.wire.EventDecoder;
import io.kinstream.wire.HeaderNames;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.SnapshotCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the live page shows of topics: their newest records, read by consumers of its own while somebody looks. So the
 * page sees what other processes and earlier runs wrote, too, and the applications have nothing to do with it.
 */
final class PageFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PageFeed.class);
    private static final long EVERY_MS = 1000;
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration UNWATCHED = Duration.ofSeconds(10);
    private static final long LAST_LOOK_SECONDS = 5;

    private static final int NEW_ITEMS = 12; // a second: a sample that changes faster shows no movement
    private static final int LETTERS = 10;
    private static final int LETTERS_LOOKED_AT = 60; // about half of the offsets may be marks of transactions

    /** Some dozens of versions, and no more than 75 MB of weights to pass over. */
    private static final int MODEL_RECORDS = 150;

    private static final Duration MODELS_LOOK = Duration.ofSeconds(5);

    private final KinstreamConfig config;
    private final Topics topics;
    private final EventDecoder decoder;
    private final ItemSample items = new ItemSample();
    private final Deque<Letter> letters = new ArrayDeque<>();
    private volatile List<Letter> newestLetters = List.of();
    private volatile List<ModelManifest> published = List.of();
    private volatile long askedAt = System.nanoTime() - UNWATCHED.toNanos();
    private boolean readVersions;
    private TopicTail features;
    private TopicTail deadLetters;

    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(ThreadUtils.createThreadFactory("page-feed", true));

    PageFeed(KinstreamConfig config) {
        this.config = config;
        this.topics = new Topics(config);
        this.decoder = new EventDecoder(config.architecture().inputs(), config.maxEventBytes());
        looking.scheduleWithFixedDelay(this::look, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** A sample of the newest items, where items are embedded. */
    ItemSample items() {
        asked();
        return items;
    }

    /** The newest dead letters, newest first. */
    List<Letter> deadLetters() {
        asked();
        return newestLetters;
    }

    /** Versions that were on the models topic when somebody first looked, oldest first. */
    List<ModelManifest> published() {
        asked();
        return published;
    }

    private void asked() {
        askedAt = System.nanoTime();
    }

    private void look() {
        if (System.nanoTime() - askedAt < UNWATCHED.toNanos()) {
            unlessAway(this::lookAtItems);
            unlessAway(this::lookAtDeadLetters);
            unlessAway(this::lookAtVersions);
        } else {
            stopLooking();
        }
    }

    /** What cannot be read now, or may not be read, is missing on the page, and nothing else. */
    private static void unlessAway(Runnable look) {
        try {
            look.run();
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            LOG.debug("A topic cannot be read for the page now", e);
        }
    }

    private void lookAtItems() {
        if (!config.roles().contains(Role.EMBED)) {
            return;
        }
        if (features == null) {
            features = new TopicTail(config.kafka(), topics.features());
        }
        int most = items.size() < ItemSample.MOST ? ItemSample.MOST : NEW_ITEMS;
        features.look(most, LOOK, this::take);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            String id = decoder.itemId(record.key());
            if (record.value() == null) {
                items.remove(id);
            } else {
                items.offer(id, decoder.features(record.value(), DeadLetters.headers(record.headers())));
            }
        } catch (BadEventException unusable) {
            LOG.trace("Not on the map: {}", unusable.getMessage()); // it is a dead letter
        }
    }

    private void lookAtDeadLetters() {
        if (deadLetters == null) {
            letters.clear();
            deadLetters = new TopicTail(config.kafka(), topics.deadLetters());
        }
        deadLetters.look(LETTERS_LOOKED_AT, LOOK, record -> {
            letters.addFirst(letter(record));
            if (letters.size() > LETTERS) {
                letters.removeLast();
            }
        });
        newestLetters = List.copyOf(letters);
    }

    private static Letter letter(ConsumerRecord<byte[], byte[]> record) {
        String source = text(record, HeaderNames.SOURCE_TOPIC) + "-" + text(record, HeaderNames.SOURCE_PARTITION) + "@"
                + text(record, HeaderNames.SOURCE_OFFSET);
        return Letter.of(
                record.timestamp(),
                text(record, HeaderNames.REASON),
                text(record, HeaderNames.MESSAGE),
                source,
                record.key(),
                record.value());
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "?" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private void lookAtVersions() {
        if (readVersions) {
            return;
        }
        List<ModelManifest> found = new ArrayList<>();
        try (TopicTail models = new TopicTail(config.kafka(), topics.models())) {
            models.look(MODEL_RECORDS, MODELS_LOOK, record -> {
                if (record.key() != null
                        && SnapshotCodec.MANIFEST_KEY.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                    found.add(ModelManifest.parse(record.value()));
                }
            });
        } catch (CorruptDataException e) {
            LOG.debug("A version on the models topic cannot be read; the curves begin after it", e);
        }
        published = List.copyOf(found);
        readVersions = true;
    }

    private void stopLooking() {
        if (features != null) {
            features.close();
            features = null;
        }
        if (deadLetters != null) {
            deadLetters.close();
            deadLetters = null;
        }
    }

    /** Lets a look end by itself: interrupted, a consumer complains. */
    @Override
    public void close() {
        looking.shutdown();
        try {
            if (!looking.awaitTermination(LAST_LOOK_SECONDS, TimeUnit.SECONDS)) {
                looking.shutdownNow();
                looking.awaitTermination(LAST_LOOK_SECONDS, TimeUnit.SECONDS);
            }
            stopLooking();
        } catch (InterruptedException e) {
            looking.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
