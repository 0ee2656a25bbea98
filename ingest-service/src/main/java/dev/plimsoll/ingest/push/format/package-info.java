/**
 * What senders say, in our words: a class for each kind of registry.
 *
 * <p>Does not live here: whether they are who they say ({@code proof}), and whether their registry
 * is one of ours.
 *
 * <table>
 * <caption>The senders' words and ours</caption>
 * <tr><th>sender</th><th>pushed</th><th>deleted</th><th>registry</th><th>the same again</th></tr>
 * <tr><td>Distribution</td><td>action {@code push} of a manifest</td><td>{@code delete}</td>
 *     <td>{@code request.host}</td><td>{@code id} of the event, names</td></tr>
 * <tr><td>Harbor</td><td>{@code PUSH_ARTIFACT}, {@code harbor.artifact.pushed}, {@code
 *     pushImage}</td><td>{@code DELETE_ARTIFACT}, {@code harbor.artifact.deleted}, {@code
 *     deleteImage}</td><td>in {@code resource_url}</td><td>{@code source} and {@code id} where there
 *     are, type, time, names</td></tr>
 * <tr><td>Docker Hub</td><td>every body</td><td>never</td><td>docker.io</td><td>repository, tag,
 *     time</td></tr>
 * <tr><td>Quay</td><td>a body with {@code updated_tags}</td><td>never</td><td>in {@code
 *     docker_url}</td><td>cannot be told</td></tr>
 * <tr><td>GitHub</td><td>{@code published}, {@code updated}, {@code create} of a container</td>
 *     <td>never</td><td>ghcr.io, or the source</td><td>package, version, tag, digest, time</td></tr>
 * <tr><td>Gitea, Forgejo</td><td>{@code created} of a container</td><td>{@code deleted}</td><td>in
 *     {@code html_url}, or the source</td><td>version, its number and time</td></tr>
 * <tr><td>ECR</td><td>{@code PUSH}, {@code SUCCESS}</td><td>{@code DELETE}</td><td>account and
 *     region</td><td>{@code id} of the event</td></tr>
 * <tr><td>ACR</td><td>action {@code push}</td><td>{@code delete}</td><td>{@code request.host}</td>
 *     <td>{@code id}</td></tr>
 * <tr><td>ACR by Event Grid</td><td>{@code ImagePushed}</td><td>{@code ImageDeleted}</td><td>{@code
 *     data.request.host}</td><td>{@code id} of the event</td></tr>
 * <tr><td>Artifact Registry, GCR</td><td>action {@code INSERT}</td><td>{@code DELETE}</td><td>in
 *     {@code digest} or {@code tag}</td><td>{@code messageId}, data</td></tr>
 * <tr><td>JFrog</td><td>{@code pushed}, {@code promoted}</td><td>{@code deleted}</td><td>in {@code
 *     jpd_origin}, or the source</td><td>the last of its tag: path, digest, type</td></tr>
 * <tr><td>Nexus</td><td>{@code CREATED}, {@code UPDATED} of a docker component</td><td>{@code
 *     DELETED}, {@code PURGED}</td><td>the source</td><td>time, component</td></tr>
 * <tr><td>Zot</td><td>{@code zotregistry.image.updated}</td><td>{@code
 *     zotregistry.image.deleted}</td><td>the source</td><td>{@code id} of the event, names</td></tr>
 * <tr><td>CloudEvents</td><td>{@code container.image.push}, {@code
 *     com.amazon.ecr.image.push}</td><td>{@code container.image.delete}</td><td>{@code
 *     data.registryUrl}, or the source</td><td>{@code source} and {@code id}</td></tr>
 * </table>
 */
@NullMarked
package dev.plimsoll.ingest.push.format;

import org.jspecify.annotations.NullMarked;
