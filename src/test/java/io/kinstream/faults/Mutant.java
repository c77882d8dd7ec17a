package io.kinstream.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** One class of the program, broken: its source with a piece changed, compiled to stand in for the real one. */
enum Mutant {
    /** Nothing is kept at a commit. */
    NO_COMMIT_HOOK("stream/CommitTickStore", "bound.run();", ""),
    /** Offsets, weights and outputs are no longer of one transaction; a start may see that its state is torn, and stop. */
    NOT_EXACTLY_ONCE("stream/StreamsSettings", "StreamsConfig.EXACTLY_ONCE_V2", "StreamsConfig.AT_LEAST_ONCE"),
    /** What waits for the micro-batch to be full is not kept. */
    HALF_FILLED_BATCH_DROPPED("stream/LogLearner", "pending.forEach(pair -> records.add(pair.source()));", ""),
    /** One of ten released pairs goes nowhere. */
    RELEASED_PAIR_SKIPPED(
            "stream/StoreItemsProcessor",
            "settings.meters().released(task);",
            "settings.meters().released(task); if (pair.source().offset() % 10 == 3) { return; }"),
    /** One of ten released pairs is sent on twice. */
    RELEASED_PAIR_REPEATED(
            "stream/StoreItemsProcessor",
            "flow.send(JoinPairsProcessor.joined(pair, item, features));",
            "for (int i = pair.source().offset() % 10 == 3 ? 2 : 1; i > 0; i--) "
                    + "{ flow.send(JoinPairsProcessor.joined(pair, item, features)); }"),
    /** A dead letter tells of another record than the one that was bad. */
    WRONG_ORIGIN("stream/DeadLetters", "metadata.offset(),", "metadata.offset() + 1,"),
    /** A stored pair that took the place of another is not kept. */
    REPLACED_PAIR_NOT_KEPT(
            "stream/ReplayStore", "bytes += put(slot,", "bytes += entries.get(slot) != null ? 0 : put(slot,"),
    /** A restart begins with a model of its own. */
    STATE_NOT_READ("stream/LearnProcessor", "restore(kept.read());", "restore(Optional.empty());");

    /** What a start may say of state that is torn. */
    private static final List<String> TORN =
            List.of("kinstream: stopped: ", "the start must fit what the job", "CorruptDataException");

    private final String source;
    private final String original;
    private final String broken;

    Mutant(String source, String original, String broken) {
        this.source = source;
        this.original = original;
        this.broken = broken;
    }

    /** Whether a round that ended so found out this mutant; else it tells of a fault of the round or of the mutant. */
    boolean isFoundOutBy(String report) {
        return report.contains("promises were broken")
                || report.contains("nothing came for")
                || this == NOT_EXACTLY_ONCE && TORN.stream().anyMatch(report::contains);
    }

    /** Compiles the broken class; fails if the piece to change is not there exactly once. */
    Path compile(Path directory) throws IOException {
        String path = "io/kinstream/" + source + ".java";
        String text = Files.readString(Path.of("src/main/java", path));
        String[] pieces = text.split(Pattern.quote(original), -1);
        assertEquals(2, pieces.length, () -> "\"" + original + "\" must be once in " + path);
        Path file = directory.resolve("source").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join(broken, pieces));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String[] arguments = {
            "-proc:none",
            "-nowarn",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            classes.toString(),
            file.toString()
        };
        assertEquals(0, compiler.run(null, null, null, arguments), () -> this + " must compile");
        assertTrue(Files.exists(classes), () -> this + " must be there");
        return classes;
    }
}
