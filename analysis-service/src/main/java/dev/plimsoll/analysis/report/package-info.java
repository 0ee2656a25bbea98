/**
 * What people read without Kibana: the overview, the known-issues page of an image, the exports.
 *
 * <p>Lives here: the models of the pages, computed from documents and nothing else, and how they
 * look as HTML (templates in {@code src/main/jte}, compiled into this package), Markdown and JSON.
 * Does not live here: questions to Elasticsearch ({@code index}), who may read ({@code access}), or
 * any decision: a page shows what the analysis found, and says "not known" where it did not.
 */
@NullMarked
package dev.plimsoll.analysis.report;

import org.jspecify.annotations.NullMarked;
