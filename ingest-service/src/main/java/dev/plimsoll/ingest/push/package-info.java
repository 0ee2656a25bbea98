/**
 * What registries tell us: webhooks in, {@code ImagePushed} and {@code ImageDeleted} out.
 *
 * <p>A sender is a class that reads its bodies and one line in {@link
 * dev.plimsoll.ingest.push.SourceType}. Does not live here: asking the registry anything.
 *
 * <table>
 * <caption>The senders' words and ours</caption>
 * <tr><th>ours</th><th>Distribution</th><th>Harbor</th><th>Docker Hub</th></tr>
 * <tr><td>pushed</td><td>action {@code push} of a manifest</td><td>{@code PUSH_ARTIFACT}, {@code
 *     harbor.artifact.pushed}, {@code pushImage}</td><td>every body</td></tr>
 * <tr><td>deleted</td><td>action {@code delete}</td><td>{@code DELETE_ARTIFACT}, {@code
 *     harbor.artifact.deleted}, {@code deleteImage}</td><td>never</td></tr>
 * <tr><td>registry</td><td>{@code request.host}</td><td>in {@code resource_url}</td><td>docker.io</td></tr>
 * <tr><td>delivery key</td><td>{@code id} of the event, names</td><td>{@code source} and {@code id} where
 *     there are, type, time, names</td><td>repository, tag, time</td></tr>
 * </table>
 */
@NullMarked
package dev.plimsoll.ingest.push;

import org.jspecify.annotations.NullMarked;
