/**
 * The contracts between the services and no behaviour of theirs: events (generated from {@code
 * src/main/avro} into {@code dev.plimsoll.event}), how they look on the wire ({@code wire}), and
 * the topics they travel on ({@code topic}).
 */
@NullMarked
package dev.plimsoll.schemas;

import org.jspecify.annotations.NullMarked;
