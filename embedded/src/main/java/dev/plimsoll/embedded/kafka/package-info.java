/**
 * A real Kafka broker inside this JVM.
 *
 * <p>Does not live here: topics ({@code schemas} declares them, the services make them).
 */
@NullMarked
package dev.plimsoll.embedded.kafka;

import org.jspecify.annotations.NullMarked;
