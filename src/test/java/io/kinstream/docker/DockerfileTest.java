package io.kinstream.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.KinstreamConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DockerfileTest {

    private final Dockerfile file;
    private final Dockerfile.Stage image;

    DockerfileTest() throws IOException {
        file = Dockerfile.read();
        image = file.image();
    }

    @Test
    void mavenBuildsAndAJre17OfOneExactVersionRuns() {
        assertEquals(2, file.stages().size());
        assertTrue(
                file.build().image().matches("maven:\\d+\\.\\d+\\.\\d+-eclipse-temurin-17-\\w+"),
                file.build().image());
        assertTrue(image.image().matches("eclipse-temurin:17\\.\\d+\\.\\d+_\\d+-jre-\\w+"), image.image());
    }

    @Test
    void everythingThatIsCopiedIsThereAndNotIgnored() throws IOException {
        List<String> ignore = Files.readAllLines(DockerFolder.PATH.resolve("Dockerfile.dockerignore"));
        assertTrue(ignore.contains("*"), "all is ignored that is not asked for");
        int copies = 0;
        for (Dockerfile.Stage stage : file.stages()) {
            for (String copy : stage.all("COPY")) {
                String source = copy.split(" ")[0];
                if (!source.startsWith("--from=")) {
                    copies++;
                    assertTrue(Files.exists(Path.of(source)), copy);
                    assertTrue(
                            ignore.stream()
                                    .anyMatch(line -> line.startsWith("!") && source.startsWith(line.substring(1))),
                            copy);
                }
            }
        }
        assertTrue(copies >= 3, "copies: " + copies);
    }

    /** The paths that Maven builds to; that they hold the program, {@link ImageIT} shows. */
    @Test
    void whatComesFromTheBuildIsWhatMavenMakes() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        assertTrue(pom.contains("<outputDirectory>${project.build.directory}/lib</outputDirectory>"));
        assertTrue(pom.contains("<finalName>kinstream</finalName>"));
        List<String> copied = image.all("COPY").stream()
                .filter(copy -> copy.startsWith("--from=" + file.build().name() + " "))
                .map(copy -> copy.split(" ")[1])
                .toList();
        String target = file.build().only("WORKDIR") + "/target/";
        assertEquals(List.of(target + "lib", target + "kinstream.jar"), copied);
    }

    @Test
    void itRunsAsAUserOfItsOwnThatOwnsTheData() {
        String made = image.only("RUN");
        String user = image.only("USER");
        String data = image.only("VOLUME");
        assertFalse(user.equals("root") || user.equals("0"));
        assertTrue(made.matches(".*useradd --uid [1-9]\\d{3,} .* " + user + " .*"), made);
        assertTrue(made.endsWith("install -d -o " + user + " -g " + user + " " + data), made);
        assertEquals(data, image.only("WORKDIR"));
        assertTrue(image.environment().get("KINSTREAM_STATE_DIR").startsWith(data + "/"));
    }

    @Test
    void itRunsOpenBlasOnOneThread() {
        assertEquals("1", image.environment().get("OPENBLAS_NUM_THREADS"));
    }

    /** In exec form the JVM is process 1 and gets SIGTERM; a shell in between would not pass it on. */
    @Test
    void theJvmIsStartedWithoutAShellWithTheOptionsOfTheLauncher() throws IOException {
        List<String> words = Dockerfile.words(image.only("ENTRYPOINT"));
        assertEquals("java", words.get(0));
        assertEquals(List.of("run"), Dockerfile.words(image.only("CMD")));
        assertEquals("-Dkinstream.home=/opt/kinstream", words.get(words.size() - 3));
        assertEquals(List.of("-jar", "/opt/kinstream/kinstream.jar"), words.subList(words.size() - 2, words.size()));

        String launcher = Files.readString(Path.of("bin", "kinstream"));
        List<String> always = Pattern.compile("(?m)^(?:quiet|console|locale)=\"(.+)\"$|(-XX:(?:[+-]\\w+|\\w+=\\d+))")
                .matcher(launcher)
                .results()
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                .flatMap(options -> Arrays.stream(options.split(" ")))
                .toList();
        assertEquals(always, words.subList(1, words.size() - 3));
        assertTrue(launcher.contains("-Xmx${KINSTREAM_HEAP:-1g}"));
        assertEquals("-Xmx1g", image.environment().get("JDK_JAVA_OPTIONS"));
    }

    @Test
    void itIsHeardAndAskedAfterItsHealthOnThePortOfTheProgram() throws Exception {
        KinstreamConfig config = KinstreamConfig.load(Map.of(), settings(), Map.of());
        assertEquals("0.0.0.0", config.httpHost());
        assertEquals(Integer.toString(config.httpPort()), image.only("EXPOSE"));
        String health = image.only("HEALTHCHECK");
        List<String> words = Dockerfile.words(health.substring(health.indexOf("[")));
        assertEquals("curl", words.get(0));
        assertTrue(Arrays.asList(image.only("RUN").split("\\s+")).contains("curl"));
        assertEquals("http://127.0.0.1:" + config.httpPort() + "/health/live", words.get(words.size() - 1));
    }

    /** Loading fails on a variable that is no setting. */
    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(image.environment());
        settings.put("KINSTREAM_MODEL_LAYERS", "4,2");
        return settings;
    }
}
