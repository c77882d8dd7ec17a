package io.kinstream.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A program as a child process, and when it said what. */
final class ChildProgram implements AutoCloseable {

    /** Makes Kafka Streams tell when it has its partitions and its stores. */
    static final String TELLING = "-Dkinstream.log.level.kafka=info";

    /** A line of the child's log that tells how far its start has come. */
    enum Mark {
        /** Settings are read, the JVM is up. */
        CONFIGURED(".*RunCommand: Configuration:.*"),
        /** Topics and stored job are checked, the applications started, HTTP answers. */
        RUNNING(".*RunCommand: Running;.*"),
        /** The group has given the trainer its partitions. */
        ASSIGNED(".*train.* to PARTITIONS_ASSIGNED.*"),
        /** The learner has its weights again. */
        RESTORED(".*Finished restoring changelog .*-weights-changelog.*");

        private final Pattern line;

        Mark(String line) {
            this.line = Pattern.compile(line);
        }
    }

    private final Process process;
    private final Thread killedWithUs;
    private final long startedAt;
    private volatile boolean closed;
    private final Map<Mark, Long> reached = new ConcurrentHashMap<>();

    private ChildProgram(Process process, long startedAt) {
        this.process = process;
        this.startedAt = startedAt;
        this.killedWithUs = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killedWithUs);
    }

    /** How a Java program is started with the options of this one. */
    static List<String> java(String program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add(TELLING);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program));
        return command;
    }

    /**
     * Starts a process.
     *
     * @param program how it is started
     * @param environment added to this process's, without the settings that are in there
     * @param log where all that it says is kept
     */
    static ChildProgram start(List<String> program, Map<String, String> environment, Path log, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("KINSTREAM_")); // they would win over the file
        builder.environment().putAll(environment);
        long now = System.nanoTime();
        ChildProgram child = new ChildProgram(builder.start(), now);
        Thread reader = new Thread(() -> child.read(log), "output of " + log.getFileName());
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    private void read(Path log) {
        try (BufferedReader lines = process.inputReader();
                Writer out = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long now = System.nanoTime();
                for (Mark mark : Mark.values()) {
                    if (mark.line.matcher(line).matches()) {
                        reached.putIfAbsent(mark, now);
                    }
                }
                out.append(line).append('\n').flush();
            }
        } catch (IOException e) {
            if (process.isAlive() && !closed) {
                throw new UncheckedIOException("the output of " + log + " could not be kept", e);
            }
        }
    }

    /** Seconds from the start of the process to a mark; empty if it was not reached. */
    OptionalDouble seconds(Mark mark) {
        Long at = reached.get(mark);
        return at == null ? OptionalDouble.empty() : OptionalDouble.of((at - startedAt) / 1e9);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    void kill() {
        closed = true; // its output is closed while it still ends
        process.destroyForcibly().onExit().join();
        Runtime.getRuntime().removeShutdownHook(killedWithUs);
    }

    @Override
    public void close() {
        kill();
    }
}
