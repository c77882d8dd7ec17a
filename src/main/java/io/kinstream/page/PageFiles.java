package io.kinstream.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The files the page is made of: a fixed list, read once from the program, so that no path can lead anywhere else. */
final class PageFiles {

    private static final List<String> OURS = List.of(
            "index.html",
            "page.css",
            "icon.svg",
            "main.js",
            "charts.js",
            "curves.js",
            "flow.js",
            "format.js",
            "items.js",
            "letters.js",
            "map.js",
            "springs.js",
            "theme.js",
            "tryit.js");

    private static final String CHARTS = "META-INF/resources/webjars/uplot/%s/dist/";
    private static final String CHARTS_VERSION = "META-INF/maven/org.webjars.npm/uplot/pom.properties";

    /** Whatever a dead letter or an id holds, the browser runs and loads nothing but these files. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-cache");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    PageFiles() {
        ClassLoader program = PageFiles.class.getClassLoader();
        OURS.forEach(name -> files.put(name, read(PageFiles.class.getResourceAsStream(name), name)));
        String charts = CHARTS.formatted(chartsVersion(program));
        for (String name : List.of("uPlot.esm.js", "uPlot.min.css")) {
            files.put(name, read(program.getResourceAsStream(charts + name), name));
        }
    }

    void route(RoutesConfig routes) {
        routes.get("/", context -> serve(context, "index.html"));
        files.keySet().forEach(name -> routes.get("/page/" + name, context -> serve(context, name)));
    }

    private void serve(Context context, String name) {
        HEADERS.forEach(context::header);
        context.contentType(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
        context.result(files.get(name));
    }

    private static String chartsVersion(ClassLoader program) {
        Properties properties = new Properties();
        try (InputStream file = program.getResourceAsStream(CHARTS_VERSION)) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static byte[] read(InputStream file, String name) {
        if (file == null) {
            throw new IllegalStateException("the page's file " + name + " must be in the program, but is not");
        }
        try (file) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
