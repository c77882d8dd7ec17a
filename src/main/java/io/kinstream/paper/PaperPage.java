package io.kinstream.paper;

import static io.kinstream.paper.Markup.element;
import static io.kinstream.paper.Markup.escaped;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Outcomes as a page that needs nothing else: figures, and maps to look at. */
public final class PaperPage {

    private static final int MAP = 300;
    private static final int WIDE = 900;
    private static final int TALL = 520;

    private final List<Outcome> outcomes;

    public PaperPage(List<Outcome> outcomes) {
        this.outcomes = List.copyOf(outcomes);
    }

    /** Writes it. */
    public void write(Path file) throws IOException {
        StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>The paper's experiments, on a stream</title>\n");
        page.append("<style>\n").append(style()).append("</style>\n</head>\n<body>\n");
        page.append(element("h1", "The paper’s experiments, on a stream")).append('\n');
        page.append(
                "<p class=\"lead\">Hadsell, Chopra and LeCun, <cite>Dimensionality Reduction by Learning an Invariant"
                        + " Mapping</cite>, CVPR 2006. Features and pairs were sent to Kafka topics, learned by the program in one"
                        + " pass, and the maps below are what came out of its topic of embeddings. All figures and pictures are of"
                        + " items that were held out: the model was learned without them.</p>\n");
        outcomes.forEach(outcome -> section(page, outcome));
        Files.writeString(file, page.append("</body>\n</html>\n"));
    }

    private static String style() throws IOException {
        try (InputStream css = PaperPage.class.getResourceAsStream("page.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void section(StringBuilder page, Outcome outcome) {
        Experiment experiment = outcome.experiment();
        page.append("<section>\n");
        page.append(element("h2", experiment.name() + " · " + escaped(experiment.title())))
                .append('\n');
        page.append(element("p", escaped(experiment.point()))).append('\n');
        table(page, outcome);
        conditions(page, outcome);
        Drawing large = new Drawing(experiment.view(outcome.maps().get(0).map()), WIDE, TALL);
        page.append("<figure class=\"large\">")
                .append(large.pictures(experiment::picture, experiment.pictureSize(), "The learned map, in pictures"))
                .append(element("figcaption", "The learned map: items it has never seen, where it puts them"))
                .append("</figure>\n");
        experiment.colourings().forEach(colouring -> maps(page, outcome, colouring));
        page.append("</section>\n");
    }

    private static void table(StringBuilder page, Outcome outcome) {
        List<Mapped> beside = outcome.beside();
        page.append("<div class=\"scroll\"><table>\n<tr><th>Of items held out</th><th>Kinstream</th><th>asked</th>"
                + "<th>offline</th>");
        beside.forEach(other -> page.append(element("th", other.method())));
        page.append("</tr>\n");
        for (Standard standard : outcome.experiment().standards()) {
            page.append("<tr>").append(element("td", escaped(standard.meaning())));
            page.append("<td>").append(element("b", OutcomeTable.number(outcome.median(standard.key()))));
            if (outcome.trials().size() > 1) {
                page.append(element("small", OutcomeTable.ofSeeds(outcome, standard.key())));
            }
            page.append("</td>").append(element("td", asked(standard, outcome)));
            page.append(element("td", escaped(standard.reference())));
            beside.forEach(other -> page.append(
                    element("td", OutcomeTable.number(other.figures().get(standard.key())))));
            page.append("</tr>\n");
        }
        page.append("<tr class=\"words\">")
                .append(element("td", "An item that was never seen"))
                .append(element("td", outcome.maps().get(0).newcomers()))
                .append("<td></td><td></td>");
        beside.forEach(other -> page.append(element("td", other.newcomers())));
        page.append("</tr>\n</table></div>\n");
    }

    private static String asked(Standard standard, Outcome outcome) {
        String verdict = standard.isMetBy(outcome.median(standard.key())) ? " ✓" : " ✗";
        return standard.isAsked() ? standard.bound() + verdict : "";
    }

    private static void conditions(StringBuilder page, Outcome outcome) {
        Experiment experiment = outcome.experiment();
        String settings = experiment.settings(outcome.pairs()).entrySet().stream()
                .map(Map.Entry::toString)
                .collect(Collectors.joining(", "));
        String seeds = outcome.trials().stream()
                .map(trial -> Long.toString(trial.seed()))
                .collect(Collectors.joining(", "));
        page.append("<p class=\"small\">")
                .append(escaped(String.format(
                        Locale.ROOT,
                        "%,d training and %,d held-out items: %s. %,d pairs, half of them similar, in one pass. Seeds:"
                                + " %s; the table has the median, the maps are of the first. LLE looks at %d neighbours of %,d"
                                + " items. Offline: the same network, gradient descent in memory, no Kafka. %s.",
                        experiment.items().training().size(),
                        experiment.items().heldOut().size(),
                        experiment.items().name(),
                        outcome.pairs(),
                        seeds,
                        experiment.neighbours(),
                        outcome.beside().get(1).map().training().length,
                        settings)))
                .append("</p>\n");
    }

    private static void maps(StringBuilder page, Outcome outcome, Colouring colouring) {
        page.append("<h3>By ")
                .append(colouring.title().toLowerCase(Locale.ROOT))
                .append("</h3>\n<p class=\"legend\">");
        colouring
                .legend()
                .forEach(entry -> page.append(String.format(
                        "<span><svg viewBox=\"0 0 10 10\"><circle class=\"%s\" cx=\"5\" cy=\"5\" r=\"5\"/></svg>%s</span>",
                        entry.style(), escaped(entry.name()))));
        page.append("</p>\n<div class=\"maps\">\n");
        for (Mapped mapped : outcome.maps()) {
            Drawing drawing = new Drawing(outcome.experiment().view(mapped.map()), MAP, MAP);
            page.append("<figure>")
                    .append(drawing.points(colouring, mapped.method() + ", by " + colouring.title()))
                    .append(element("figcaption", mapped.method()))
                    .append("</figure>\n");
        }
        page.append("</div>\n");
    }
}
