package io.kinstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a JVM makes of the lowest priority, which training has, with the options that the launcher and the image give it. */
class LowestPriorityTest {

    private static final Path STAT = Path.of("/proc/thread-self/stat");

    /** How nice the JVM's own first thread is, and one of the lowest priority. */
    public static void main(String[] args) throws InterruptedException {
        System.out.println(nice());
        Thread low = new Thread(() -> System.out.println(nice()));
        low.setPriority(Thread.MIN_PRIORITY);
        low.start();
        low.join();
    }

    /** The 19th field, see proc(5); the second is a name in brackets, which may hold anything. */
    private static int nice() {
        try {
            String stat = Files.readString(STAT);
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void itIsNiceTenToTheOthers() throws IOException, InterruptedException {
        assumeTrue(Files.exists(STAT), "only Linux tells how nice a thread is");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Pattern.compile("(?m)^priority=\"(.+)\"$")
                .matcher(Files.readString(Path.of("bin/kinstream")))
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(" ")))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LowestPriorityTest.class.getName()));
        Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, jvm.waitFor(), printed);
        assertEquals(List.of(Integer.toString(nice()), "10"), printed.lines().toList());
    }
}
