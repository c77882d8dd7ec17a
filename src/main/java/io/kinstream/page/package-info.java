/**
 * The live page: what somebody sees who opens the program's address in a browser.
 *
 * <pre>
 * topics' ends ─► sample of items ─┐
 * model in service ────────────────┴► map ─────┐
 * window of scored pairs ───────────► springs ─┼─► one message a second ─► viewers (server-sent events)
 * meters ───────────────────────────► curves ──┤
 *                                     flow ────┘
 * </pre>
 *
 * All of it is computed from copies, by a thread of its own, while somebody looks; only the curves are kept all the time,
 * a row of numbers a second. Each message is the whole picture, so a browser that comes late, or again, needs nothing
 * else. The page's files are in the resources of this package and are served as they are.
 *
 * <p>May import {@code nn}, {@code learn}, {@code wire}, {@code monitor}, Javalin and Jackson; no Kafka: what
 * it needs from there comes through {@link io.kinstream.page.PageSource}.
 */
package io.kinstream.page;
