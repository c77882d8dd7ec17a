package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/**
 * The state directory of a running process. Each application has it to itself; another one, say of another role, may
 * have its own state in the same directory.
 */
final class StateDirectory implements AutoCloseable {

    /** The directory of a task, as Kafka Streams names it. */
    private static final Pattern TASK = Pattern.compile("[0-9]+_[0-9]+");

    /** A process that was away for longer makes its state anew. The other half is for slow starts and clocks that differ. */
    static final Duration LONGEST_ABSENCE = Topics.DELETIONS_KEPT.dividedBy(2);

    private final List<DirectoryLock> locks = new ArrayList<>();
    private final String instance;
    private final long restarts;

    /** @throws IOException if another process runs one of the applications in it, or it cannot be written */
    StateDirectory(KinstreamConfig config) throws IOException {
        try {
            for (Role role : config.roles()) {
                String application = config.applicationId(role);
                DirectoryLock lock = DirectoryLock.acquire("state.dir", config.stateDir(), application);
                locks.add(lock);
                if (lock.wasAbandoned() || isOutdated(lock.left())) {
                    deleteTasks(config.stateDir().resolve(application), lock);
                }
            }
            instance = InstanceId.in(config.stateDir());
            restarts = StartCount.next(config.stateDir(), application(config)) - 1;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Another process may have deleted meanwhile what is in the stores here. Of a deletion that the changelog does not
     * tell any more they would not hear: a pair that was let go there would wait here, and be let go again.
     */
    private static boolean isOutdated(Instant left) {
        return left.isBefore(Instant.now().minus(LONGEST_ABSENCE));
    }

    /**
     * Kafka Streams makes the stores of a killed process anew in any case, from their changelogs. But where it was killed
     * while it did so, it finds a store that it cannot open, and ends. What it keeps beside them, it still needs.
     *
     * @param lock of the application; let go of as after a kill if some are left
     */
    private static void deleteTasks(Path application, DirectoryLock lock) throws IOException {
        if (!Files.isDirectory(application)) {
            return;
        }
        try (Stream<Path> entries = Files.list(application)) {
            for (Path task : entries.filter(entry ->
                            TASK.matcher(entry.getFileName().toString()).matches())
                    .toList()) {
                Utils.delete(task.toFile());
            }
        } catch (IOException | RuntimeException e) {
            lock.abandon();
            throw e;
        }
    }

    /** The stable name of this process, see {@link InstanceId}. */
    String instance() {
        return instance;
    }

    /** How often this process, or one of its first role, ran in the directory before. */
    long restarts() {
        return restarts;
    }

    private static String application(KinstreamConfig config) {
        return config.applicationId(config.roles().iterator().next());
    }

    @Override
    public void close() {
        locks.forEach(DirectoryLock::close);
    }
}
