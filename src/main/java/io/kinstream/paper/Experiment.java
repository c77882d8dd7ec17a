package io.kinstream.paper;

import io.kinstream.local.Dataset;
import java.util.List;
import java.util.Map;

/** Items, which of them are similar, and how to judge a map of them. */
interface Experiment {

    /** The paper's number for it. */
    String name();

    /** What it is about, in one line. */
    String title();

    /** What it shows, in a sentence or two. */
    String point();

    Dataset items();

    /** Which training items are similar. */
    Relation relation();

    /** A job's configuration: all that matters of it, or little, if the program's defaults are to learn. */
    Map<String, String> settings(long pairs);

    /** Of the map. */
    int dimensions();

    /** How many neighbours locally linear embedding looks at. */
    int neighbours();

    /** How good a map is; keys as in a report. */
    Map<String, Double> measure(Placement map);

    /** What is asked of it, and was reached elsewhere. */
    List<Standard> standards();

    /** Ways to colour the held-out items. */
    List<Colouring> colourings();

    /** A view of the held-out items. */
    View view(Placement map);

    /** The picture of an item that is held out. */
    Grey picture(int heldOut);

    /** How large pictures are shown. */
    int pictureSize();
}
