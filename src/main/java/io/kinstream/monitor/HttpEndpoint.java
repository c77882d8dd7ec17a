package io.kinstream.monitor;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.util.JavalinBindException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves what can be seen of the job, and single embeddings:
 *
 * <pre>
 * GET  /metrics        all meters: Prometheus text 0.0.4, or OpenMetrics when the Accept header asks for it
 * GET  /health/live    200 or 503 {"status":"running","detail":{...}}
 * GET  /health/ready   the same
 * GET  /model          manifest of the newest model, 404 before there is one
 * POST /embed          {"features":...} to {"vector":[...],"model_id":...,"model_version":...}
 * POST /same           {"left":L,"right":R}, an id or features each, to {"distance":...,"verdict":...,"confidence":...,...}
 * </pre>
 *
 * and whatever routes it is given besides, such as those of the live page. Every refusal is JSON {@code {"reason":"...","message":"..."}}. There is no authentication. Threads, connections,
 * size and time of a request and idle time of a connection are bounded.
 */
public final class HttpEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final int MAX_REQUEST_BYTES = 1024 * 1024;
    private static final int MAX_THREADS = 8;
    static final int MAX_CONNECTIONS = 200;
    private static final int IDLE_MILLIS = 10_000;
    private static final int IDLE_TIMES_A_REQUEST = 3;

    private final PrometheusMeterRegistry metrics;
    private final Endpoints endpoints;
    private final Javalin server;
    private int port;

    private HttpEndpoint(
            String host, int port, int idleMillis, PrometheusMeterRegistry metrics, Endpoints endpoints, Routes more) {
        this.metrics = metrics;
        this.endpoints = endpoints;
        this.server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            listen(config, host, port, idleMillis);
            route(config);
            more.add(config.routes);
        });
    }

    /**
     * Starts to listen.
     *
     * @param port 0 takes a free one, see {@link #port()}
     * @param more adds its own routes
     * @throws IllegalStateException when the address is in use or not one of this machine
     */
    public static HttpEndpoint start(
            String host, int port, PrometheusMeterRegistry metrics, Endpoints endpoints, Routes more) {
        return start(host, port, IDLE_MILLIS, metrics, endpoints, more);
    }

    /** As the other, with another time after which a connection that does nothing is given up. */
    static HttpEndpoint start(
            String host, int port, int idleMillis, PrometheusMeterRegistry metrics, Endpoints endpoints, Routes more) {
        HttpEndpoint endpoint = new HttpEndpoint(host, port, idleMillis, metrics, endpoints, more);
        try {
            endpoint.port = endpoint.server.start().port();
        } catch (JavalinBindException e) {
            throw new IllegalStateException(
                    "http.host and http.port must be an address that is free to listen on, but was " + host + ":"
                            + port,
                    e);
        }
        return endpoint;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Stops it; requests under way are cut off. */
    @Override
    public void close() {
        server.stop();
    }

    private static void listen(JavalinConfig config, String host, int port, int idleMillis) {
        config.http.maxRequestSize = MAX_REQUEST_BYTES;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
        threads.setName("http");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(jetty -> {
            // A request is handled when all of it is there: a slow sender holds memory, up to the limit, but no thread.
            jetty.setHandler(new FailWhenSlow(
                    IDLE_TIMES_A_REQUEST * idleMillis,
                    new EagerContentHandler(new RetainedContentLoaderFactory(MAX_REQUEST_BYTES, -1, false))));
            jetty.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, jetty));
            jetty.setErrorHandler(HttpEndpoint::refuseMalformed);
            jetty.setStopTimeout(0);
        });
        config.jetty.addConnector((jetty, http) -> connector(jetty, http, host, port, idleMillis));
    }

    private static Connector connector(Server jetty, HttpConfiguration http, String host, int port, int idleMillis) {
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(idleMillis);
        return connector;
    }

    private void route(JavalinConfig config) {
        config.http.prefer405over404 = true;
        config.routes.get("/metrics", this::metrics);
        config.routes.get(
                "/health/live", context -> answer(context, endpoints.live().get()));
        config.routes.get(
                "/health/ready", context -> answer(context, endpoints.ready().get()));
        config.routes.get("/model", this::model);
        config.routes.post("/embed", context -> answer(context, endpoints.embedder()));
        config.routes.post("/same", context -> answer(context, endpoints.comparer()));
        config.routes.exception(
                RefusedException.class,
                (refusal, context) -> refuse(context, refusal.status(), refusal.reason(), refusal.getMessage()));
        config.routes.exception(
                HttpResponseException.class,
                (refusal, context) ->
                        refuse(context, refusal.getStatus(), word(refusal.getStatus()), refusal.getMessage()));
        // The only input and output is the client's own: it hung up, or was idle for too long.
        config.routes.exception(
                IOException.class,
                (gone, context) -> refuse(context, 408, word(408), "the request did not end in time"));
        config.routes.exception(Exception.class, (failure, context) -> {
            LOG.error("{} {} failed", context.method(), context.path(), failure);
            refuse(context, 500, word(500), "the server failed to answer; its log says why");
        });
    }

    private void metrics(Context context) throws IOException {
        boolean open =
                Objects.requireNonNullElse(context.header("Accept"), "").contains("application/openmetrics-text");
        String format = open ? OPEN_METRICS : PROMETHEUS_TEXT;
        context.contentType(format);
        metrics.scrape(context.outputStream(), format);
    }

    private void model(Context context) {
        byte[] manifest =
                endpoints.manifest().get().orElseThrow(() -> new NotFoundResponse("no model has been published yet"));
        json(context, manifest);
    }

    private static void answer(Context context, Endpoints.Answer answer) throws RefusedException {
        json(context, answer.to(context.bodyAsBytes()));
    }

    private static void answer(Context context, Health health) {
        context.status(health.ok() ? 200 : 503);
        context.json(Map.of("status", health.status(), "detail", health.detail()));
    }

    private static void json(Context context, byte[] json) {
        context.contentType("application/json").result(json);
    }

    private static void refuse(Context context, int status, String reason, String message) {
        context.status(status).json(Map.of("reason", reason, "message", message));
    }

    /** What is not even HTTP, or too large in its head, gets this far only. */
    private static boolean refuseMalformed(Request request, Response response, Callback callback) {
        String word = word(response.getStatus());
        String json = "{\"reason\":\"" + word + "\",\"message\":\"" + word.replace('-', ' ') + "\"}";
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, json, callback);
        return true;
    }

    /** The name of an HTTP status as a word: {@code not-found}. */
    private static String word(int status) {
        return HttpStatus.forStatus(status)
                .getMessage()
                .toLowerCase(Locale.ROOT)
                .replace(' ', '-');
    }
}
