package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.monitor.Health;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Features;
import io.kinstream.page.Letter;
import io.kinstream.page.PageSource;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What the live page shows of one running copy.
 *
 * @param restarts before this start
 * @param model in service, null before there is one and without the embedding role
 */
record PageView(
        KinstreamConfig config,
        PageFeed feed,
        long restarts,
        Supplier<Health> health,
        Supplier<ServedModel> model,
        List<KafkaStreams> applications)
        implements PageSource {

    /** The version in service. */
    private record Served(ServedModel model) implements Space {
        @Override
        public ModelManifest manifest() {
            return model.manifest();
        }

        @Override
        public float[] embed(Features features) throws BadEventException {
            return model.embed(features);
        }
    }

    @Override
    public Health ready() {
        return health.get();
    }

    @Override
    public List<String> roles() {
        return config.roles().stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Override
    public Map<String, String> topics() {
        Topics topics = new Topics(config);
        Map<String, String> names = new LinkedHashMap<>();
        for (Topic topic : Topic.values()) {
            names.put(topic.word(), topics.name(topic));
        }
        return names;
    }

    @Override
    public Map<String, Long> lag() {
        return Lag.of(applications, topics());
    }

    @Override
    public ContrastiveLoss loss() {
        return config.loss();
    }

    @Override
    public Optional<Space> space() {
        return Optional.ofNullable(model.get()).map(Served::new);
    }

    @Override
    public List<Item> items() {
        return feed.items().items();
    }

    @Override
    public List<Letter> deadLetters() {
        return feed.deadLetters();
    }

    @Override
    public List<ModelManifest> published() {
        return feed.published();
    }
}
