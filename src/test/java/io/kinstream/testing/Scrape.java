package io.kinstream.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;

/** The figures that a program shows on {@code /metrics}. */
public final class Scrape {

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;

    public Scrape(int port) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
    }

    /** The value of a series, or -1 while there is none or no one answers. */
    public long value(String series) {
        return lines().filter(line -> line.startsWith(series + " "))
                .mapToLong(Scrape::number)
                .findFirst()
                .orElse(-1);
    }

    /** The sum of all series that begin so. */
    public long sum(String beginning) {
        return lines().filter(line -> line.startsWith(beginning))
                .mapToLong(Scrape::number)
                .sum();
    }

    private static long number(String line) {
        return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    /** All that is shown, line by line; nothing if no one answers. */
    public Stream<String> lines() {
        try {
            return client.send(request, BodyHandlers.ofString()).body().lines();
        } catch (IOException e) {
            return Stream.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
