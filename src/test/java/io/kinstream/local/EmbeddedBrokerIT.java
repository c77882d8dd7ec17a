package io.kinstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kinstream.testing.BrokerProcess;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void recordsAreThereAfterARestartOnAnotherPort() throws Exception {
        String first;
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            first = broker.bootstrapServers();
            createTopic(broker.bootstrapServers(), "words");
            send(broker, "words", List.of("one", "two"));
            assertEquals(List.of("one", "two"), read(broker, "words", 2));
        }
        try (ServerSocket taken = new ServerSocket(port(first), 1, InetAddress.getByName("127.0.0.1"));
                EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            assertTrue(taken.getLocalPort() != port(broker.bootstrapServers()));
            send(broker, "words", List.of("three"));
            assertEquals(List.of("one", "two", "three"), read(broker, "words", 3));
        }
    }

    @Test
    void recordsAreThereAfterTheProcessWasKilled() throws Exception {
        BrokerProcess process = BrokerProcess.start(directory, 0);
        createTopic(process.bootstrapServers(), "words");
        send(process.bootstrapServers(), "words", List.of("one", "two"));
        process.kill();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            assertEquals(List.of("one", "two"), read(broker, "words", 2));
        }
    }

    @Test
    void aDirectoryInUseByAnotherProcessIsRefused() throws Exception {
        BrokerProcess process = BrokerProcess.start(directory, 0);
        try {
            IOException refusal = assertThrows(IOException.class, () -> EmbeddedBroker.start(directory, 0));
            assertTrue(
                    refusal.getMessage()
                            .startsWith("data directory " + directory
                                    + " must be used by one process, but is used by process "),
                    refusal.getMessage());
        } finally {
            process.kill();
        }
    }

    @Test
    void aTakenPortIsRefusedAndTheDirectoryIsFreeAfterwards() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            IOException refusal = assertThrows(IOException.class, () -> EmbeddedBroker.start(directory, port));
            assertTrue(
                    refusal.getMessage().startsWith("port " + port + " on 127.0.0.1 must be free, but is taken"),
                    refusal.getMessage());
        }
        EmbeddedBroker.lock(directory).close();
    }

    @Test
    void kcatWritesAndReads() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kcat"))),
                "kcat is not installed");
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            createTopic(broker.bootstrapServers(), "words");
            kcat("one\ntwo\n", "-b", broker.bootstrapServers(), "-P", "-t", "words");
            assertEquals(
                    "one\ntwo\n",
                    kcat("", "-b", broker.bootstrapServers(), "-C", "-t", "words", "-o", "beginning", "-e", "-q"));
        }
    }

    @Test
    void aFirstStartThatWasKilledHalfwayIsDoneAgain() throws Exception {
        Path whole = directory.resolve("whole");
        EmbeddedBroker.start(whole, 0).close();
        Path half = Files.createDirectories(directory.resolve("half"));
        Files.copy(whole.resolve("bootstrap.checkpoint"), half.resolve("bootstrap.checkpoint"));
        EmbeddedBroker.start(half, 0).close();
    }

    @Test
    void noTopicIsCreatedByAccident() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
                Admin admin = admin(broker)) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> admin.describeTopics(List.of("absent"))
                            .allTopicNames()
                            .get());
            assertEquals(
                    UnknownTopicOrPartitionException.class, failure.getCause().getClass());
            assertTrue(admin.listTopics().names().get().isEmpty());
        }
    }

    @Test
    void settingsOfTheCallerWin() throws Exception {
        Map<String, String> more = Map.of("num.io.threads", "3", "log.cleaner.backoff.ms", "86400000");
        ConfigResource node = new ConfigResource(ConfigResource.Type.BROKER, "1");
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0, more);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Config config = admin.describeConfigs(List.of(node)).all().get().get(node);
            for (String key : more.keySet()) {
                assertEquals(more.get(key), config.get(key).value(), key);
            }
        }
    }

    @Test
    void onlyThisMachineCanConnect() throws Exception {
        Optional<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst();
        assumeTrue(outside.isPresent(), "this machine has no other address");
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            int port = port(broker.bootstrapServers());
            new Socket("127.0.0.1", port).close();
            assertThrows(IOException.class, () -> new Socket(outside.get(), port).close());
        }
    }

    @Test
    void closingLeavesNoThreadThatKeepsTheProcessAlive() throws Exception {
        Set<Thread> before = lasting();
        EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
        assertTrue(lasting().size() > before.size(), "a running broker must have threads of its own");
        broker.close();
        broker.close();
        Set<Thread> after = lasting();
        after.removeAll(before);
        for (Thread ending : after) {
            ending.join(PATIENCE.toMillis()); // it may have done all but the last of its work
        }
        after.removeIf(thread -> !thread.isAlive());
        assertEquals(Set.of(), after);
    }

    private static String kcat(String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("kcat"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return output;
    }

    private static Set<Thread> lasting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !thread.isDaemon())
                .collect(Collectors.toSet());
    }

    private static int port(String bootstrapServers) {
        return Integer.parseInt(bootstrapServers.substring(bootstrapServers.indexOf(':') + 1));
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static void createTopic(String bootstrapServers, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void send(EmbeddedBroker broker, String topic, List<String> words) throws Exception {
        send(broker.bootstrapServers(), topic, words);
    }

    private static void send(String bootstrapServers, String topic, List<String> words) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            for (String word : words) {
                producer.send(new ProducerRecord<>(topic, word)).get();
            }
        }
    }

    private static List<String> read(EmbeddedBroker broker, String topic, int count) {
        List<String> words = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (words.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> words.add(record.value()));
            }
        }
        return words;
    }
}
