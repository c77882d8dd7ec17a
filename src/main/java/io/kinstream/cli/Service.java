package io.kinstream.cli;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.monitor.HttpEndpoint;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.page.ItemGuide;
import io.kinstream.page.LivePage;
import io.kinstream.stream.JobMismatch;
import io.kinstream.stream.KinstreamApplication;
import io.kinstream.stream.TopicProblems;
import io.kinstream.wire.Reason;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** The applications of one configuration with their meters and HTTP server, as one thing to start and stop. */
final class Service implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KinstreamApplication application;
    private final KinstreamMeters meters = new KinstreamMeters(
            registry, Arrays.stream(Reason.values()).map(Reason::word).toList());
    private final LivePage page;
    private final Optional<HttpEndpoint> http;

    /**
     * Starts all of it, or nothing.
     *
     * @param guide what is known of items beside their features
     * @throws TopicProblems if a topic is missing or not as it must be
     * @throws JobMismatch if the job ran before and the configuration does not fit what it has stored
     * @throws IOException if another process has the state directory, or the HTTP server cannot listen
     */
    Service(KinstreamConfig config, ItemGuide guide) throws TopicProblems, JobMismatch, IOException {
        meters.margin(config.loss().margin());
        new JvmMemoryMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        application = KinstreamApplication.start(config, meters, registry);
        page = new LivePage(application.page(), meters, guide);
        try {
            http = config.httpEnabled() ? Optional.of(listen(config)) : Optional.empty();
        } catch (IOException e) {
            page.close();
            application.close();
            throw e;
        }
    }

    private HttpEndpoint listen(KinstreamConfig config) throws IOException {
        try {
            return HttpEndpoint.start(config.httpHost(), config.httpPort(), registry, application.endpoints(), page);
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage() + "; with http.port=0 a free port is taken", e);
        }
    }

    KinstreamApplication application() {
        return application;
    }

    /** Where the HTTP server listens, if there is one. */
    Optional<String> httpAddress(KinstreamConfig config) {
        return http.map(server -> "http://" + config.httpHost() + ":" + server.port() + "/");
    }

    @Override
    public void close() {
        application.close(); // who asks after its health meanwhile hears why it ends
        page.close();
        http.ifPresent(HttpEndpoint::close);
        registry.close();
    }
}
