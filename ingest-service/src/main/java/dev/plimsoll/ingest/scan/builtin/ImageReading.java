package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.ingest.registry.Digest;

/**
 * What follows from an image's digest alone, and so can be told of every repository that has it.
 *
 * @param platform as the image's configuration says
 */
public record ImageReading(Digest config, String platform, Outcome outcome) {

    /** An inventory, or why there is none. */
    public sealed interface Outcome {
        record Read(Inventory inventory) implements Outcome {}

        record NotRead(ScanFailure failure) implements Outcome {}
    }

    /** Approximate bytes in memory. */
    public int weight() {
        return switch (outcome) {
            case Outcome.Read(var inventory) -> 2_000 + 1_000 * inventory.getComponents().size();
            case Outcome.NotRead _ -> 2_000;
        };
    }
}
