/**
 * The mirror: feeds of advisories and of exploitation, copied into the topic {@code
 * advisories.changed}, which holds what counts today and nothing twice.
 *
 * <p>Lives here: finding, fetching and reading feeds, the checks that keep a broken feed out, and
 * the comparison with what the topic already has. A feed is taken whole or not at all.
 *
 * <table>
 * <caption>Formats, by the name of the file and, for JSON and CSV, by what is in it</caption>
 * <tr><td>.zip</td><td>one OSV record in each .json entry (osv.dev's all.zip)</td></tr>
 * <tr><td>.jsonl, .jsonl.gz</td><td>one OSV record in each line</td></tr>
 * <tr><td>.json, .json.gz, an address that ends in /json</td><td>one OSV record, Debian's tracker
 * ({@link dev.plimsoll.analysis.advisory.TrackerFile}), or CISA's catalogue of known exploited
 * vulnerabilities</td></tr>
 * <tr><td>.csv, .csv.gz</td><td>that catalogue, or FIRST's EPSS scores</td></tr>
 * </table>
 *
 * <p>Does not live here: what an advisory means for an image ({@code match}).
 */
@NullMarked
package dev.plimsoll.analysis.advisory;

import org.jspecify.annotations.NullMarked;
