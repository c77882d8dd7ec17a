/**
 * The experiments of Hadsell, Chopra and LeCun, <i>Dimensionality Reduction by Learning an Invariant Mapping</i>, CVPR
 * 2006, on a stream: their data, drawn or rendered; which items are similar; how good a map is; and the page that shows it.
 *
 * <pre>
 * items, relation ─► features, pairs ─► the program ─► embeddings ─► measures ─► report, page
 *        └─────────► PCA, LLE ──────────────────────────────────────────┘
 * </pre>
 *
 * <p>May import {@code nn}, {@code config}, {@code local}, {@code bench} and EJML.
 */
package io.kinstream.paper;
