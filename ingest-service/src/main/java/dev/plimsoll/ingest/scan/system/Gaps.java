package dev.plimsoll.ingest.scan.system;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.Reason;
import java.util.ArrayList;
import java.util.List;

/** Collects gaps; of many of one kind the first ones and their number. */
public final class Gaps {

    private static final int SHOWN = 20;

    private final Reason reason;
    private final List<Gap> gaps = new ArrayList<>();
    private int count;

    public Gaps(Reason reason) {
        this.reason = reason;
    }

    public void add(String message) {
        if (++count <= SHOWN) {
            gaps.add(new Gap(reason.name(), message));
        }
    }

    public List<Gap> toList() {
        if (count > SHOWN) {
            var all = new ArrayList<>(gaps);
            all.add(new Gap(reason.name(), "and %d more of this kind".formatted(count - SHOWN)));
            return List.copyOf(all);
        }
        return List.copyOf(gaps);
    }
}
