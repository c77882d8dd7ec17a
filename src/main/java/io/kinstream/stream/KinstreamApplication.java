package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import io.kinstream.monitor.Endpoints;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.monitor.ModelCondition;
import io.kinstream.monitor.RefusedException;
import io.kinstream.page.PageSource;
import io.kinstream.wire.ModelManifest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** One running copy of Kinstream: the training application, the embedding application, or both. */
public final class KinstreamApplication implements AutoCloseable {

    private static final int MOST_LOCAL_PROBLEMS = 10;

    private final KinstreamConfig config;
    private final KinstreamMeters meters;
    private final AtomicInteger localProblems = new AtomicInteger();
    private final StateDirectory state;
    private final BrokerWatch brokers;
    private final PageFeed page;
    private final Optional<StreamsRunner> train;
    private final Optional<EmbedApplication> embed;
    private final Items items;
    private final List<KafkaStreamsMetrics> kafkaMeters = new ArrayList<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    private KinstreamApplication(KinstreamConfig config, KinstreamMeters meters) throws IOException {
        this.config = config;
        this.meters = meters;
        state = new StateDirectory(config);
        page = new PageFeed(config);
        String instance = state.instance();
        train = config.roles().contains(Role.TRAIN) ? Optional.of(trainer(instance)) : Optional.empty();
        embed = config.roles().contains(Role.EMBED)
                ? Optional.of(new EmbedApplication(config, meters, instance, this::passes))
                : Optional.empty();
        items = config.direct()
                ? Items.NONE
                : train.<Items>map(runner -> new JoinedItems(runner.streams())).orElse(Items.NONE);
        brokers = new BrokerWatch(
                config, runners().stream().map(StreamsRunner::streams).toList());
    }

    /** Who asks for an embedding waits for it; nobody waits for the next step. */
    private StreamsRunner trainer(String instance) {
        Topology topology = TrainTopology.of(config, meters);
        Properties properties = StreamsSettings.train(config, instance);
        return config.roles().contains(Role.EMBED)
                ? StreamsRunner.givingWay(topology, properties, this::passes)
                : new StreamsRunner(topology, properties, this::passes);
    }

    /**
     * Checks the topics and starts the applications of the configured roles.
     *
     * @param registry where Kafka's own meters go
     * @throws TopicProblems if a topic is missing or not as it must be
     * @throws JobMismatch if the job ran before and the configuration does not fit what it has stored
     * @throws IOException if another process has the state directory, or it cannot be written
     * @throws org.apache.kafka.common.KafkaException if the broker cannot be reached
     */
    public static KinstreamApplication start(KinstreamConfig config, KinstreamMeters meters, MeterRegistry registry)
            throws TopicProblems, JobMismatch, IOException {
        KinstreamApplication application;
        try (Admin admin = Admin.create(Map.copyOf(config.kafka()))) {
            BrokerWatch.announceWait(admin, config);
            TopicAdmin topics = new TopicAdmin(admin, new Topics(config));
            List<String> problems = topics.check();
            if (!problems.isEmpty()) {
                throw new TopicProblems(problems);
            }
            application = config.roles().contains(Role.TRAIN)
                    ? withInternalTopics(admin, topics, config, meters)
                    : new KinstreamApplication(config, meters);
        }
        application.runners().forEach(runner -> application.watch(runner, registry));
        application.train.ifPresent(StreamsRunner::start);
        application.embed.ifPresent(EmbedApplication::start);
        return application;
    }

    /** With all that a trainer needs on the cluster. */
    private static KinstreamApplication withInternalTopics(
            Admin admin, TopicAdmin topics, KinstreamConfig config, KinstreamMeters meters)
            throws JobMismatch, IOException {
        SameJob.check(admin, config);
        TopicCreation internal = topics.createInternal(config);
        KinstreamApplication application = new KinstreamApplication(config, meters); // takes as long
        try {
            internal.await();
            return application;
        } catch (RuntimeException e) {
            application.close();
            throw e;
        }
    }

    private List<StreamsRunner> runners() {
        List<StreamsRunner> runners = new ArrayList<>();
        train.ifPresent(runners::add);
        embed.map(EmbedApplication::runner).ifPresent(runners::add);
        return runners;
    }

    /**
     * Brokers come back, and a new thread makes broken local state anew: two threads may meet in a directory that one of
     * them is removing. If that does not help, the disk is at fault.
     */
    private boolean passes(Throwable problem) {
        return brokers.explains(problem)
                || Failure.ofLocalState(problem) && localProblems.incrementAndGet() <= MOST_LOCAL_PROBLEMS;
    }

    private void watch(StreamsRunner runner, MeterRegistry registry) {
        runner.failure().thenAccept(problem -> failure.complete(Failure.explained(problem, config)));
        KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(runner.streams());
        metrics.bindTo(registry);
        kafkaMeters.add(metrics);
    }

    /** Completes with what ended an application, if it does not end by being closed. */
    public CompletableFuture<Throwable> failure() {
        return failure;
    }

    /** The manifest of the version that embeds now; empty before there is one, and without the embedding role. */
    public Optional<ModelManifest> modelInService() {
        return embed.map(EmbedApplication::model).flatMap(ModelInService::manifest);
    }

    /** What the HTTP server answers with. */
    public Endpoints endpoints() {
        return new Endpoints(
                () -> status().live(),
                () -> status().ready(),
                () -> modelInService().map(ModelManifest::toJson),
                request -> questions().embed(request),
                request -> questions().same(request));
    }

    /** What the live page shows. */
    public PageSource page() {
        return new PageView(
                config,
                page,
                state.restarts(),
                () -> status().ready(),
                () -> embed.map(application -> application.model().current()).orElse(null),
                runners().stream().map(StreamsRunner::streams).toList());
    }

    private Questions questions() throws RefusedException {
        return new Questions(embed.orElseThrow(RefusedException::noModel).model(), items);
    }

    private Status status() {
        Map<String, KafkaStreams.State> states = new LinkedHashMap<>();
        train.ifPresent(runner -> states.put("train", runner.streams().state()));
        embed.ifPresent(app -> states.put("embed", app.runner().streams().state()));
        Optional<Throwable> problem = Optional.ofNullable(failure.getNow(null));
        Map<String, Object> condition = new ModelCondition(meters.figures()).detail();
        return new Status(problem, states, embed.isPresent(), modelInService(), condition, brokers.silence());
    }

    /** Commits, stops both applications and releases everything; takes at most some tens of seconds. */
    @Override
    public void close() {
        kafkaMeters.forEach(KafkaStreamsMetrics::close);
        brokers.close();
        embed.ifPresent(EmbedApplication::close);
        train.ifPresent(StreamsRunner::close);
        page.close();
        state.close();
    }
}
