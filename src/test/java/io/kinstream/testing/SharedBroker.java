package io.kinstream.testing;

import io.kinstream.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One real broker for all integration tests of a run, started by the first that asks for it: a test class says
 * {@code @ExtendWith(SharedBroker.class)} and takes a {@link SharedBroker.Address}. Tests keep apart by topic prefix and
 * application id.
 */
public final class SharedBroker implements ParameterResolver {

    /** Where the broker listens. */
    public record Address(String bootstrapServers) {}

    /** The broker as the test engine keeps it: closed when the last test is over. */
    private record Running(EmbeddedBroker broker) implements AutoCloseable {
        @Override
        public void close() {
            broker.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Address.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedBroker.class))
                .getOrComputeIfAbsent("broker", key -> start(), Running.class);
        return new Address(running.broker().bootstrapServers());
    }

    private static Running start() {
        try {
            Path directory = Files.createTempDirectory(Path.of("target"), "broker-");
            return new Running(EmbeddedBroker.start(directory, 0));
        } catch (IOException e) {
            throw new IllegalStateException("the shared broker could not be started", e);
        }
    }
}
