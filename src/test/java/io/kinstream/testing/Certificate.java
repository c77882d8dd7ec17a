package io.kinstream.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate for one host name, signed by itself, made with the JDK's keytool.
 *
 * @param keyStore what a server has
 * @param trustStore what a client needs to believe it
 * @param password of both
 */
public record Certificate(Path keyStore, Path trustStore, String password) {

    public static Certificate make(Path directory, String host, String password) throws Exception {
        Path keyStore = directory.resolve(host + ".p12");
        Path trustStore = directory.resolve(host + "-trusted.p12");
        Path exported = directory.resolve(host + ".crt");
        List<String> key = List.of("-keystore", keyStore.toString(), "-storepass", password, "-alias", "broker");
        keytool(key, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + host, "-ext", "san=dns:" + host);
        keytool(key, "-exportcert", "-file", exported.toString());
        List<String> trust = List.of("-keystore", trustStore.toString(), "-storepass", password, "-alias", "broker");
        keytool(trust, "-importcert", "-noprompt", "-file", exported.toString());
        return new Certificate(keyStore, trustStore, password);
    }

    private static void keytool(List<String> store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(store);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }
}
