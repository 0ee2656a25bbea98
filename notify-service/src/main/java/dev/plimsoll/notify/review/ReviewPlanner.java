package dev.plimsoll.notify.review;

import dev.plimsoll.event.AlertKind;
import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.AlertState;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.SeverityCounts;
import dev.plimsoll.notify.channel.Addressee;
import java.util.List;

/**
 * Plans the alerts of one summary of reviews. The alert has the summary's id, so that a summary
 * that is written twice is told once.
 */
public final class ReviewPlanner {

    private static final ImageRef NO_IMAGE =
            ImageRef.newBuilder()
                    .setRegistry("")
                    .setRepository("")
                    .setDigest("")
                    .setPlatform("")
                    .setLine("")
                    .build();

    private final ReviewRoutes routes;

    public ReviewPlanner(ReviewRoutes routes) {
        this.routes = routes;
    }

    /** One record for each destination; none if nobody is configured or nothing is due. */
    List<AlertRecorded> plan(ReviewDue review) {
        return review.getItems().isEmpty()
                ? List.of()
                : routes.of(review).stream().map(addressee -> record(review, addressee)).toList();
    }

    private static AlertRecorded record(ReviewDue review, Addressee addressee) {
        return AlertRecorded.newBuilder()
                .setAlertId(review.getId())
                .setDestination(addressee.toString())
                .setState(AlertState.PLANNED)
                .setKind(AlertKind.REVIEW)
                .setImage(ImageRef.newBuilder(NO_IMAGE).build())
                .setCauseDetail("")
                .setOpen(new SeverityCounts(0, 0, 0, 0, 0, 0))
                .setItems(List.of())
                .setReview(review)
                // The summary's time, not this moment's: see AlertPlanner.
                .setPlannedAt(review.getAt())
                .setUpdatedAt(review.getAt())
                .build();
    }
}
