package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.BasesInUse;
import dev.plimsoll.analysis.index.ImageDocument;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What it would buy to build every image on the newest build of its base that was scanned.
 *
 * @param removes what images inherit now and would not any more, severity by severity
 * @param brings where the newest build carries more of a severity than the one in use
 * @param images whose base has a newer build that was scanned
 * @param current images that are built on the newest one
 * @param notKnown images whose base was not scanned under its name
 */
record NewestBases(Tally removes, Tally brings, long images, long current, long notKnown) {

    /** The names under which the newest builds would have been scanned. */
    static List<String> keys(List<BasesInUse.Base> bases) {
        return bases.stream()
                .map(NewestBases::key)
                .filter(key -> !key.isEmpty())
                .distinct()
                .limit(1_000)
                .toList();
    }

    /**
     * @param scanned by the names of {@link #keys}
     */
    static NewestBases of(List<BasesInUse.Base> bases, Map<String, ImageDocument> scanned) {
        var removes = Tally.NONE;
        var brings = Tally.NONE;
        long images = 0;
        long current = 0;
        long notKnown = 0;
        for (var base : bases) {
            var newest = scanned.get(key(base));
            var name = BaseName.parse(base.name());
            if (newest == null || name == null || name.digest() == null) {
                notKnown += base.images();
            } else if (Objects.equals(newest.plimsoll().image().digest(), name.digest())) {
                current += base.images();
            } else {
                images += base.images();
                var counts = newest.plimsoll().counts();
                var there =
                        Tally.of(counts.open())
                                .plus(Tally.of(counts.accepted()))
                                .times(Math.toIntExact(base.images()));
                var here = Tally.of(base.inherited());
                removes = removes.plus(here.above(there));
                brings = brings.plus(there.above(here));
            }
        }
        return new NewestBases(removes, brings, images, current, notKnown);
    }

    private static String key(BasesInUse.Base base) {
        var name = BaseName.parse(base.name());
        return name == null || name.tag() == null ? "" : name.display() + " " + base.platform();
    }
}
