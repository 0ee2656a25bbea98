package dev.plimsoll.analysis.review;

/** What a review comes to. */
public enum ReviewAction {
    /** As before, until new dates. */
    RENEW("renew"),
    /** No longer. */
    REVOKE("revoke"),
    /** Another owner. */
    HAND_OVER("hand-over");

    private final String word;

    ReviewAction(String word) {
        this.word = word;
    }

    /** As forms and the API write it. */
    public String word() {
        return word;
    }

    /**
     * @throws IllegalArgumentException if it is none
     */
    static ReviewAction of(String word) {
        for (var action : values()) {
            if (action.word.equals(word)) {
                return action;
            }
        }
        throw new IllegalArgumentException("is none of renew, revoke, hand-over");
    }
}
