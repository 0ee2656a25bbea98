/**
 * What registries tell us: webhooks in, {@code ImagePushed} and {@code ImageDeleted} out.
 *
 * <p>A sender is a class in {@code push/format} that reads its bodies, and one line in {@link
 * dev.plimsoll.ingest.push.SourceType}; {@code docs/add-a-registry.md} says how. {@code push/proof}
 * knows how senders prove who they are. Does not live here: asking the registry anything.
 */
@NullMarked
package dev.plimsoll.ingest.push;

import org.jspecify.annotations.NullMarked;
