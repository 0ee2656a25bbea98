/**
 * What people search: the events of the pipeline as documents in Elasticsearch, and one class for
 * each question asked of them.
 *
 * <p>Lives here: mappings and index templates, the documents (ECS field names where ECS has one,
 * {@code plimsoll.*} for the rest), the writer, the questions. Does not live here: how an answer
 * looks ({@code report}), and anything the analysis itself needs to know: Elasticsearch is a
 * projection, may be away, and can be rebuilt from the topics.
 *
 * <table>
 * <caption>What is written</caption>
 * <tr><th>index</th><th>one document for each</th><th>{@code _id}</th><th>from</th></tr>
 * <tr><td>findings</td><td>finding of an image, as it is now</td><td>Finding.id</td><td>findings.changed</td></tr>
 * <tr><td>finding-history</td><td>thing that happened to a finding</td><td>FindingChange.id</td><td>findings.changed</td></tr>
 * <tr><td>images</td><td>image, as it is now</td><td>ImageAssessed.id</td><td>images.assessed</td></tr>
 * <tr><td>image-history</td><td>assessment of an image</td><td>assessmentId</td><td>images.assessed</td></tr>
 * <tr><td>scan-runs</td><td>scan, also one that failed</td><td>scanId</td><td>scans.reported</td></tr>
 * <tr><td>decisions</td><td>decision, also a refused one</td><td>DecisionLogged.id</td><td>decisions.logged</td></tr>
 * </table>
 *
 * <p><b>Version.</b> Every document is written with the external version <i>offset of its event +
 * 1</i>, and {@code external_gte}. Events of one repository share a partition, so the offset is the
 * one order in which everything about a document happened, and the last event wins however often
 * and in whatever order requests arrive. The revision inside the events would not do: it starts
 * again when the state of the analysis is lost, and the index would refuse the new truth until it
 * has caught up. "Or equal" because the same event again must be able to refresh a document after
 * the mapping has grown: replaying the topic does that. If a topic is made anew, its offsets begin
 * at 0 and the indices have to be deleted with it.
 *
 * <p><b>Gone findings stay</b> in {@code findings}, with {@code plimsoll.finding.presence: gone}
 * and {@code vulnerability.status: fixed}. Deleted documents would come back on a replay, since
 * Elasticsearch forgets the version of a deleted document after a minute. Every question about
 * current findings therefore asks for the present ones.
 *
 * <p><b>Accounting.</b> Each document of a bulk request is accounted for by itself: accepted;
 * superseded (409, a newer version is there); refused for what is in it, so its event goes to the
 * dead-letter topic with the original bytes and Elasticsearch's reason; everything else is trouble
 * on the other side and is tried again for as long as it takes. Offsets are committed only when
 * every document of the poll is accounted for. While Elasticsearch is away the container pauses its
 * partitions and keeps polling, so the consumer stays in its group.
 *
 * <p>{@code images.assessed} is compacted: an index rebuilt from the topics has the history of
 * findings, but of the images only the newest assessment. Take snapshots if the trend matters.
 */
@NullMarked
package dev.plimsoll.analysis.index;

import org.jspecify.annotations.NullMarked;
