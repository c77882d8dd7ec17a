package io.kinstream.local;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * One node that is controller and broker, put together as Kafka's own {@link KafkaRaftServer} does it, but that the
 * controller forgets the broker of the run before.
 *
 * <p>As long as it does not, the new broker is let in only when the old one's session is over; and then, when all
 * partitions are without a leader for a moment, a transaction that was being committed when the old one ended may be
 * called complete although some of its partitions never hear of it (Kafka 4.3.1: {@code TransactionMarkerChannelManager}
 * takes a partition without a leader for a deleted one). Readers of committed records then stand still there for ever.
 * A broker that is not known yet has no leaders when it starts, and gets all of them at once. For the same reason it is
 * not to be shut down in a controlled way.
 */
final class KraftNode {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration TRY_EVERY = Duration.ofMillis(20);

    private final int id;
    private final ControllerServer controller;
    private final BrokerServer broker;

    KraftNode(KafkaConfig config) {
        id = config.nodeId();
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> directories =
                KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(KraftNode.class), "");
        Metrics metrics = Server$.MODULE$.initializeMetrics(
                config, Time.SYSTEM, directories._1().clusterId().get());
        SharedServer shared = new SharedServer(
                config,
                directories._1(),
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        broker = new BrokerServer(shared);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
    }

    /** @throws IOException if the controller does not answer */
    void start() throws IOException {
        controller.startup();
        forgetBroker();
        broker.startup();
    }

    private void forgetBroker() throws IOException {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (!isForgotten(controller.controller(), System.nanoTime() > giveUpAt)) {
            LockSupport.parkNanos(TRY_EVERY.toNanos());
        }
    }

    /** @param last whether it is a failure if the controller is not in charge yet */
    private boolean isForgotten(Controller inCharge, boolean last) throws IOException {
        ControllerRequestContext context =
                new ControllerRequestContext(new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.empty());
        try {
            inCharge.unregisterBroker(context, id).get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BrokerIdNotRegisteredException) {
                return true; // its first run
            }
            if (last || !(e.getCause() instanceof NotControllerException)) {
                throw new IOException(
                        "the controller did not take over: " + e.getCause().getMessage(), e.getCause());
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Stops the broker, then the controller, and waits until all of it has ended; a second call does nothing. */
    void close() {
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
    }
}
