package io.kinstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/kinstream} in a copy of the tree, with scripts in place of Java and Maven that say how they were called. */
class LauncherTest {
    private static final List<String> TOOLS =
            List.of("dirname", "readlink", "sed", "find", "touch", "env", "mktemp", "mv", "rm");

    private static final String PREPARING = "kinstream: preparing quicker starts, once; this takes some seconds\n";

    @TempDir
    Path directory;

    private Path home;
    private Path launcher;
    private Path tools;
    private Path javaHome;

    @BeforeEach
    void tree() throws Exception {
        home = directory.toRealPath().resolve("home of kinstream");
        launcher = home.resolve("bin/kinstream");
        tools = Files.createDirectories(directory.resolve("tools"));
        javaHome = directory.resolve("jdk");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("src/main"));
        Files.createFile(home.resolve("pom.xml"));
        Files.copy(Path.of("bin/kinstream"), launcher);
        assertTrue(launcher.toFile().setExecutable(true));
        for (String tool : TOOLS) {
            script(tools.resolve(tool), "PATH=/usr/bin:/bin exec " + tool + " \"$@\"");
        }
        java("17.0.15");
        built();
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() throws Exception {
        Run run = run("demo", "--pairs", "1 000", "*");
        assertEquals(0, run.status, run.errors);
        assertEquals(
                List.of("-jar", home.resolve("target/kinstream.jar").toString(), "demo", "--pairs", "1 000", "*"),
                run.output.subList(run.output.indexOf("-jar"), run.output.size() - 1));
        assertTrue(run.output.contains("-Dkinstream.home=" + home), run.output.toString());
        assertTrue(run.output.contains("-Xmx1g"), run.output.toString());
        assertTrue(run.output.contains("--add-modules=jdk.incubator.vector"), run.output.toString());
        assertFalse(run.output.contains("--sun-misc-unsafe-memory-access=allow"), run.output.toString());
        assertEquals("", run.errors);
    }

    @Test
    void javaTakesThePlaceOfTheLauncherSoThatSignalsReachIt() throws Exception {
        Run run = run();
        assertEquals("pid " + run.pid, run.output.get(run.output.size() - 1));
    }

    @Test
    void theHomeIsFoundThroughLinks() throws Exception {
        Path inner = Files.createDirectories(directory.resolve("links")).resolve("inner");
        Files.createSymbolicLink(inner, directory.resolve("links").toRealPath().relativize(launcher));
        launcher = Files.createSymbolicLink(directory.resolve("kinstream"), inner);
        Run run = run("demo");
        assertEquals(0, run.status, run.errors);
        assertTrue(run.output.contains("-Dkinstream.home=" + home), run.output.toString());
    }

    @Test
    void anOldJavaIsRefused() throws Exception {
        java("1.8.0_402");
        Run run = run("demo");
        assertEquals(2, run.status);
        assertEquals("kinstream: Java must be 17 or newer, but " + javaHome + "/bin/java is 1\n", run.errors);
    }

    @Test
    void aMissingJavaIsNamed() throws Exception {
        Files.delete(javaHome.resolve("bin/java"));
        Run run = run("demo");
        assertEquals(2, run.status);
        assertEquals(
                "kinstream: JAVA_HOME must be a Java installation, but there is no " + javaHome + "/bin/java\n",
                run.errors);
    }

    @Test
    void aNewJavaIsToldThatUnsafeIsMeant() throws Exception {
        java("25.0.1");
        assertTrue(run("demo").output.contains("--sun-misc-unsafe-memory-access=allow"));
    }

    @Test
    void aJavaWithoutTheVectorModuleRunsWithoutIt() throws Exception {
        script(
                javaHome.resolve("bin/java"),
                "case $1 in --add-modules*) echo 'Module jdk.incubator.vector not found' >&2; exit 1;; esac\n"
                        + javaScript("21"));
        Run run = run("demo");
        assertEquals(0, run.status, run.errors);
        assertFalse(run.output.contains("--add-modules=jdk.incubator.vector"), run.output.toString());
    }

    @Test
    void aChangedSourceIsBuiltOnce() throws Exception {
        script(tools.resolve("mvn"), "echo \"mvn $*\"");
        Path source = Files.createFile(home.resolve("src/main/New.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(5)));
        Run first = run("demo");
        assertEquals(0, first.status, first.errors);
        assertEquals(
                "kinstream: building " + home.resolve("target/kinstream.jar")
                        + " with Maven; the first time it fetches what it needs, which takes minutes\n"
                        + "mvn -q -B -DskipTests package\n" + PREPARING,
                first.errors);
        assertEquals("", run("demo").errors);
    }

    @Test
    void classesAreKeptReadyByOneShortRunWithoutTheUsersSettings() throws Exception {
        Files.delete(archive(17));
        script(
                javaHome.resolve("bin/java"),
                preparing("echo \"$KINSTREAM_MODEL_LAYERS $*\" >\"$archive\"; exit") + javaScript("17.0.15"));
        Run first = run("run");
        assertEquals(0, first.status, first.errors);
        assertEquals(PREPARING, first.errors);
        String trial = Files.readString(archive(17));
        assertTrue(trial.startsWith(" ") && trial.contains(" demo --pairs 100 --exit "), trial);
        assertFalse(trial.contains("=" + archive(17) + " "), "half an archive was in place: " + trial);
        try (Stream<Path> built = Files.list(home.resolve("target"))) {
            assertEquals(
                    List.of(archive(17)), built.filter(LauncherTest::isOf17).toList());
        }
        assertTrue(first.output.contains("-XX:SharedArchiveFile=" + archive(17)), first.output.toString());
        assertEquals("", run("run").errors);
    }

    @Test
    void classesThatCannotBeKeptReadyAreDoneWithout() throws Exception {
        Files.delete(archive(17));
        script(javaHome.resolve("bin/java"), preparing("echo half >\"$archive\"; exit 1") + javaScript("17.0.15"));
        assertEquals(0, run("run").status);
        Run second = run("run");
        assertEquals("", second.errors);
        assertFalse(second.output.stream().anyMatch(option -> option.contains("SharedArchiveFile")));
    }

    @Test
    void whoMayNotWriteBesideTheJarDoesWithoutClassesKeptReady() throws Exception {
        Files.delete(archive(17));
        script(tools.resolve("mktemp"), "echo 'mktemp: Permission denied' >&2; exit 1");
        Run run = run("run");
        assertEquals(0, run.status);
        assertEquals("", run.errors);
        assertFalse(run.output.stream().anyMatch(option -> option.contains("SharedArchiveFile")));
    }

    @Test
    void aFailedBuildIsNotRun() throws Exception {
        Files.delete(home.resolve("target/kinstream.jar"));
        script(tools.resolve("mvn"), "echo broken; exit 1");
        Run run = run("demo");
        assertEquals(1, run.status);
        assertEquals(List.of(), run.output);
        assertTrue(run.errors.endsWith("broken\nkinstream: the build failed, see above\n"), run.errors);
    }

    @Test
    void neitherJarNorMavenIsSaid() throws Exception {
        Files.delete(home.resolve("target/kinstream.jar"));
        Run run = run("demo");
        assertEquals(2, run.status);
        assertEquals(
                "kinstream: Maven (mvn) must be on the PATH to build " + home + "/target/kinstream.jar, but is not\n",
                run.errors);
    }

    /** A jar that is newer than everything it is built from, itself made in the past. */
    private void built() throws IOException {
        Files.createDirectories(home.resolve("target/lib"));
        Path jar = Files.createFile(home.resolve("target/kinstream.jar"));
        for (String source : List.of("pom.xml", "src/main")) {
            Files.setLastModifiedTime(
                    home.resolve(source), FileTime.from(Instant.now().minusSeconds(20)));
        }
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(10)));
        for (int version : List.of(17, 21, 25)) {
            Files.writeString(archive(version), "classes");
        }
    }

    private Path archive(int version) {
        return home.resolve("target/kinstream-" + version + ".jsa");
    }

    private static boolean isOf17(Path file) {
        return file.getFileName().toString().startsWith("kinstream-17");
    }

    private void java(String version) throws IOException {
        script(javaHome.resolve("bin/java"), javaScript(version));
    }

    /** What a Java does when it is to keep classes ready, in {@code $archive}. */
    private static String preparing(String commands) {
        return "for option; do case $option in -XX:ArchiveClassesAtExit=*) archive=${option#*=}; " + commands
                + ";; esac; done\n";
    }

    private static String javaScript(String version) {
        return "for last; do :; done\n"
                + "if [ \"$last\" = -version ]; then echo 'openjdk version \"" + version + "\" 2025' >&2; exit; fi\n"
                + "printf '%s\\n' \"$@\" \"pid $$\"";
    }

    private static void script(Path path, String body) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + body + "\n");
        assertTrue(path.toFile().setExecutable(true));
    }

    private Run run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        Path errors = directory.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("KINSTREAM_MODEL_LAYERS", "4,8,2");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), process.pid(), output.lines().toList(), Files.readString(errors));
    }

    private record Run(int status, long pid, List<String> output, String errors) {}
}
