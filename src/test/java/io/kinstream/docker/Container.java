package io.kinstream.docker;

import io.kinstream.testing.FreePort;
import io.kinstream.testing.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the compose file would run of the image, without an engine: the same files, variables and command, with a directory
 * for the root of the file system.
 */
final class Container {

    private final Dockerfile.Stage image;
    private final Path root;
    private final Map<String, String> environment = new TreeMap<>();
    private final int port;

    Container(Path root, String bootstrapServers) throws IOException {
        Dockerfile dockerfile = Dockerfile.read();
        this.image = dockerfile.image();
        this.root = root.toAbsolutePath();
        this.port = FreePort.find();
        dockerfile.unpack(root);
        image.environment().forEach((variable, value) -> environment.put(variable, here(value)));
        environment.putAll(DockerFolder.variables("kinstream.env"));
        environment.put("KINSTREAM_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        environment.put("KINSTREAM_HTTP_HOST", "127.0.0.1");
        environment.put("KINSTREAM_HTTP_PORT", Integer.toString(port));
    }

    /** Sets a variable, as {@code --env} does. */
    Container with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** The port that stands for the one which the image exposes. */
    int port() {
        return port;
    }

    /** What the health check of the image asks for. */
    String healthPath() {
        String check = image.only("HEALTHCHECK");
        List<String> words = Dockerfile.words(check.substring(check.indexOf('[')));
        return words.get(words.size() - 1).replaceFirst("http://127\\.0\\.0\\.1:" + image.only("EXPOSE"), "");
    }

    /** Starts the entry point with a command, or with that of the image. */
    Program start(String name, String... command) throws IOException {
        Stream<String> arguments =
                command.length > 0 ? Stream.of(command) : Dockerfile.words(image.only("CMD")).stream();
        List<String> words = new ArrayList<>();
        Dockerfile.words(image.only("ENTRYPOINT")).stream()
                .skip(1)
                .map(this::here)
                .forEach(words::add);
        arguments.forEach(words::add);
        return Program.startJava(name, environment, words);
    }

    private String here(String text) {
        return text.replaceAll("(^|=)(/opt|/data)", "$1" + root + "$2");
    }
}
