package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The state directory of a running process. Each application has it to itself; another one, say of another role, may
 * have its own state in the same directory.
 */
final class StateDirectory implements AutoCloseable {

    private final List<DirectoryLock> locks = new ArrayList<>();
    private final String instance;

    /** @throws IOException if another process runs one of the applications in it, or it cannot be written */
    StateDirectory(KinstreamConfig config) throws IOException {
        try {
            for (Role role : config.roles()) {
                locks.add(DirectoryLock.acquire("state.dir", config.stateDir(), config.applicationId(role)));
            }
            instance = InstanceId.in(config.stateDir());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The stable name of this process, see {@link InstanceId}. */
    String instance() {
        return instance;
    }

    @Override
    public void close() {
        locks.forEach(DirectoryLock::close);
    }
}
