package io.kinstream.bench;

import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.Encoder;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The consumer with PyTorch that a user would write instead; see {@code peer.py}. */
final class Peer {

    private final String python;
    private final Path script;

    /**
     * @param python the interpreter
     * @param directory where the script may be put
     * @throws IOException if the interpreter is missing, or one of the modules; says what to install
     */
    Peer(String python, Path directory) throws IOException, InterruptedException {
        this.python = python;
        this.script = directory.resolve("peer.py");
        try (InputStream source = Peer.class.getResourceAsStream("peer.py")) {
            Files.copy(source, script);
        }
        describe(); // fails at once if something is missing
    }

    /** What it is made of: versions, and the BLAS. */
    String describe() throws IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        int status;
        try {
            status = run(List.of(python, script.toString(), "--describe"), said);
        } catch (IOException e) {
            throw missing(e.getMessage());
        }
        String last = said.isEmpty() ? "nothing" : said.get(said.size() - 1);
        if (status != 0) {
            throw missing(last);
        }
        return last;
    }

    private IOException missing(String problem) {
        return new IOException("python must be an interpreter with torch, numpy and confluent_kafka (Debian:"
                + " python3-torch python3-confluent-kafka libopenblas0-pthread), but " + python + " was not: " + problem
                + "; name another one with --python");
    }

    /**
     * One run over a topic from its beginning.
     *
     * @param group another one each time
     * @param form {@code json} or {@code float32}
     * @param weights where they go, or null
     */
    record Task(
            String servers,
            String topic,
            String group,
            String form,
            int batch,
            long warmUp,
            long pairs,
            double seconds,
            Path weights) {}

    /** Runs it to its end, and says how many pairs a second it learned after its warm-up. */
    double pairsPerSecond(Task task) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        command.addAll(List.of("--servers", task.servers(), "--topic", task.topic(), "--group", task.group()));
        command.addAll(List.of("--form", task.form(), "--layers", Bench.LAYERS));
        command.addAll(List.of("--batch", "" + task.batch(), "--warm-up", "" + task.warmUp()));
        command.addAll(List.of("--pairs", "" + task.pairs(), "--seconds", "" + task.seconds()));
        if (task.weights() != null) {
            command.addAll(List.of("--weights", task.weights().toString()));
        }
        List<String> said = new ArrayList<>();
        int status = run(command, said);
        String[] warm = line(said, "warm ", status);
        String[] end = line(said, "end ", status);
        return (Long.parseLong(end[1]) - Long.parseLong(warm[1]))
                / (Double.parseDouble(end[2]) - Double.parseDouble(warm[2]));
    }

    private static String[] line(List<String> said, String start, int status) {
        return said.stream()
                .filter(text -> status == 0 && text.startsWith(start))
                .map(text -> text.split(" "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("peer.py must say \"" + start + "…\", but ended with "
                        + status + " and said: " + String.join("\n", said)));
    }

    private static int run(List<String> command, List<String> said) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1"));
        Process process = builder.start();
        Thread killedWithUs = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killedWithUs);
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(said::add);
            return process.waitFor();
        } finally {
            process.destroyForcibly().waitFor();
            Runtime.getRuntime().removeShutdownHook(killedWithUs);
        }
    }

    /** The encoder that a run has left. */
    static Encoder encoder(Path weights) throws IOException {
        Architecture architecture = Architecture.of(Bench.LAYERS, Activation.RELU);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(weights)).order(ByteOrder.LITTLE_ENDIAN);
        float[] parameters = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(parameters);
        return new Encoder(architecture, parameters);
    }
}
